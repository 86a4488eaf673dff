import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { isStorageUnavailable } from '@/db/client';
import { ServiceError } from '@/lib/errors/service-error';

export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The one place where errors become answers. What is not a ServiceError is a fault of ours: logged once, with an id. */
export function toErrorAnswer(error: unknown, logger: Logger, requestId: string = randomUUID()): ErrorAnswer {
  if (error instanceof ServiceError) {
    return { status: error.status, headers: { ...error.headers }, body: error.toBody() };
  }
  logger.error({ err: error, requestId }, 'a request failed');
  const unavailable = isStorageUnavailable(error);
  return {
    status: unavailable ? 503 : 500,
    headers: unavailable ? { 'retry-after': '5' } : {},
    body: {
      code: 1,
      name: 'SERVER_EXCEPTION',
      message: unavailable ? 'The database cannot be written now; try again' : 'Something went wrong on our side',
      requestId,
    },
  };
}
