import type { IncomingMessage, ServerResponse } from 'node:http';
import { toErrorAnswer } from '@/lib/http/error-answer';
import { serverContext } from './context';
import { requestIdOf } from './request-id';

/** A JSON answer that no cache keeps. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** More of a refused body than this is not waited for: the connection ends. */
const MAX_DRAINED_BYTES = 16 * 1024 * 1024;

/** An error as the contract has it. */
export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { status, body, headers } = toErrorAnswer(error, serverContext().logger, requestIdOf(request) || undefined);
  sendJson(response, status, body, headers);
  if (!request.complete) drain(request);
}

/** A sender that still writes sees the answer only when somebody reads on: a closed connection would cut it off. */
function drain(request: IncomingMessage): void {
  let left = MAX_DRAINED_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.on('error', () => undefined);
  request.resume();
}
