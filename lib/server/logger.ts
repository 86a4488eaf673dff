import pino, { type Logger } from 'pino';
import { auditContext } from '@/db/audit-context';

/** The log: lines of JSON on the standard output. What is said during a request bears its id. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const mixin = () => {
    const requestId = auditContext()?.requestId;
    return requestId === undefined ? {} : { requestId };
  };
  return destination ? pino({ level, mixin }, destination) : pino({ level, mixin });
}
