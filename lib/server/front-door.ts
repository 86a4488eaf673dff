import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERROR_CODES } from '@/lib/errors/codes';
import { ServiceError } from '@/lib/errors/service-error';
import { matchPath } from '@/lib/http/registry/match';
import { sendError } from './send-json';

/** Files that Next serves beside the pages: its own, and the icons. */
const FILES = /^\/(?:_next\/|[\w-]+\.(?:svg|ico|png|txt|webmanifest)$)/;
const READS = new Set(['GET', 'HEAD']);

/**
 * Refuses what the registry does not name, before Next sees it: Next would answer with a page, or not in the contract's
 * form. A server action, a method that an operation does not have, a path that can be read in two ways: none gets further.
 * @returns true when the request has been answered.
 */
export function refuseStray(request: IncomingMessage, response: ServerResponse): boolean {
  const refusal = findRefusal(request);
  if (refusal) sendError(request, response, refusal);
  return refusal !== undefined;
}

function findRefusal({ url = '/', method = 'GET', headers, httpVersion }: IncomingMessage): ServiceError | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return new ServiceError(22, 'Only HTTP/1.1 is spoken here');
  if (httpVersion === '1.1' && headers.host === undefined) return new ServiceError(22, 'A Host header is required');
  const [pathname = '/'] = url.split('?', 1);
  if (!isCanonical(pathname)) return new ServiceError(12, 'The path cannot be read: its encoding is not valid');
  const reads = READS.has(method);
  if (isDevelopmentAid(pathname)) return undefined;
  if (FILES.test(pathname)) return reads ? undefined : methodRefused(method, [...READS]);
  const destination = matchPath(pathname);
  if (destination?.kind === 'page') return reads ? undefined : methodRefused(method, [...READS]);
  if (destination)
    return isServed(method, destination.methods) ? undefined : methodRefused(method, destination.methods);
  // A person who follows a dead link gets a page that says so.
  if (reads && headers.accept?.includes('text/html')) return undefined;
  return new ServiceError(903, `Nothing is served at ${pathname.slice(0, 200)}`);
}

/** What Next's error overlay asks for while one develops. */
function isDevelopmentAid(pathname: string): boolean {
  return process.env.NODE_ENV !== 'production' && pathname.startsWith('/__nextjs');
}

/** Next answers HEAD wherever there is a GET, and OPTIONS everywhere. */
function isServed(method: string, methods: readonly string[]): boolean {
  return methods.includes(method) || method === 'OPTIONS' || (method === 'HEAD' && methods.includes('GET'));
}

function methodRefused(method: string, allowed: readonly string[]): ServiceError {
  const allow = [...new Set([...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
  return new ServiceError(26, `${method} is not possible here: ${allow}`, { status: 405, headers: { allow } });
}

/** False for what one reader might take for another path: broken encoding, dot segments, backslashes, control characters. */
function isCanonical(pathname: string): boolean {
  if (!pathname.startsWith('/') || pathname.includes('\\') || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname))
    return false;
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
    return !/[\u0000-\u001f\u007f]/.test(decodeURIComponent(pathname));
  } catch {
    return false;
  }
}

/** `Expect: 100-continue` is all that is met (RFC 9110 section 10.1.1). */
export function refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
  sendError(request, response, new ServiceError(26, 'This expectation cannot be met', { status: 417 }));
}

/** The path and query of a request that names the whole URL (RFC 9112 section 3.2.2), as proxies are sent it. */
export function toOriginForm(url: string): string {
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1];
  if (path === undefined) return url;
  return path.startsWith('/') ? path : `/${path}`;
}

/** So long a refused sender has to read why. */
const LINGER_MS = 1_000;

const UNREADABLE_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what is no HTTP, or too large a header, or too slow, in the contract's form too, and hangs up. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = UNREADABLE_STATUS[error.code ?? ''] ?? 400;
  const body = JSON.stringify({ code: 22, name: ERROR_CODES[22].name, message: 'The request is not readable as HTTP' });
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  // Whoever does not hang up would keep the connection for ever; closed at once, it would cut the answer off.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
