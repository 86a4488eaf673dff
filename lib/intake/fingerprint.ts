import { hash } from 'node:crypto';
import type { IncomingEvent } from './cloud-events';

/** SHA-256 of what the event says, hex: the same key with another fingerprint is a mistake of the sender. */
export function fingerprint(event: IncomingEvent): string {
  return hash('sha256', `${event.type}\n${JSON.stringify(event.content)}`, 'hex');
}
