import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { REQUEST_ID_HEADER } from '@/lib/http/entry-headers';

/** Long enough for what proxies and tracers make; nothing in it can break a line of a log. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}$/;

/** Gives a request its id, the one that it came with when that is sane, and answers it. */
export function nameRequest(request: IncomingMessage, response: ServerResponse): void {
  const given = request.headers[REQUEST_ID_HEADER];
  const id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  request.headers[REQUEST_ID_HEADER] = id;
  response.setHeader(REQUEST_ID_HEADER, id);
}

/** The id of a request that `nameRequest` has seen. */
export function requestIdOf(request: IncomingMessage): string {
  return String(request.headers[REQUEST_ID_HEADER] ?? '');
}
