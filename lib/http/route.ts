import { type AuditContext, inAuditContext } from '@/db/audit-context';
import { newAuditContext } from '@/lib/audit/context';
import { recordDenied } from '@/lib/audit/denied';
import type { Principal } from '@/lib/auth/principal';
import { ServiceError } from '@/lib/errors/service-error';
import { isObjectId } from '@/lib/format/id';
import { bodyTooLarge, MAX_BODY_BYTES, parseJsonBody } from '@/lib/intake/parse-json';
import { serverContext } from '@/lib/server/context';
import { addressOwner } from './client-address';
import { admit } from './door';
import { ADDRESS_HEADER, REQUEST_ID_HEADER, URL_HEADER } from './entry-headers';
import { toErrorAnswer } from './error-answer';
import { requireTurn } from './rate-limits';
import type { RouteEntry } from './registry/route-entry';
import { type RouteKey, routeEntry } from './registry/routes';

/** Uploaded function code is base64 of up to 10 MB. */
const MAX_UPLOAD_BYTES = 15 * 1024 * 1024;

/** What a handler gets. `params` are the path's parts; names of `headers` are in lower case. */
export interface RouteCall {
  principal: Principal;
  params: Readonly<Record<string, string>>;
  query: string;
  headers: Readonly<Record<string, string | undefined>>;
  /** Where the request comes from. */
  address: string;
  now: number;
  /** The raw body. @throws ServiceError 22 with status 413. */
  bytes(): Promise<Buffer>;
  /** The JSON body. @throws ServiceError 13 or 22. */
  json(): Promise<unknown>;
  /** A part of the path that must be an id. @throws ServiceError 12. */
  id(name: string): string;
}

type Handler = (call: RouteCall) => Promise<unknown>;
/** A path without variable parts comes without params. */
type NextContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };

/**
 * Makes a Next route handler for an operation of the registry: authenticates, checks the permission, calls, and answers in
 * the contract's form. A handler may answer a Response of its own, or any value for `200` with JSON.
 */
export function route(key: RouteKey, handler: Handler) {
  const entry = routeEntry(key);
  return async (request: Request, context: NextContext): Promise<Response> => {
    const params = readParams(await context.params);
    const address = request.headers.get(ADDRESS_HEADER) ?? 'unknown';
    const automatic = request.method !== 'GET' && entry.audit !== false;
    const requestId = request.headers.get(REQUEST_ID_HEADER) ?? undefined;
    const audit = newAuditContext({ operation: key, params, address, automatic, requestId });
    const response = await inAuditContext(audit, () => answer(request, entry, handler, audit));
    response.headers.set(REQUEST_ID_HEADER, audit.requestId);
    return response;
  };
}

async function answer(request: Request, entry: RouteEntry, handler: Handler, audit: AuditContext): Promise<Response> {
  try {
    const call = await toCall(request, entry, audit);
    const answered = await handler(call);
    return answered instanceof Response ? answered : json(answered ?? {});
  } catch (error) {
    await recordDenied(error);
    const { status, body, headers } = toErrorAnswer(error, serverContext().logger, audit.requestId);
    return json(body, status, headers);
  }
}

/** A JSON answer that no cache keeps. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

export function jsonWithCookies(body: unknown, cookies: readonly string[]): Response {
  const response = json(body);
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

async function toCall(request: Request, entry: RouteEntry, audit: AuditContext): Promise<RouteCall> {
  const now = Date.now();
  const headers = Object.fromEntries(request.headers);
  const { params } = audit;
  const principal = await admit(entry.permission, headers, request.method, now);
  audit.actor = principal;
  takeTurn(entry, audit, principal, request.method, now);
  const maxBytes = entry.upload ? MAX_UPLOAD_BYTES : MAX_BODY_BYTES;
  const bytes = () => readBytes(request, maxBytes);
  return {
    principal,
    params,
    query: rawQuery(headers[URL_HEADER] ?? ''),
    headers,
    address: audit.address ?? 'unknown',
    now,
    bytes,
    json: async () => parseJsonBody(await bytes(), maxBytes),
    id: (name) => {
      const value = params[name] ?? '';
      if (!isObjectId(value)) throw new ServiceError(12, `'${value}' is not an id: 24 lower-case hex characters`);
      return value;
    },
  };
}

/** Keeps one caller from taking all the time there is. @throws ServiceError 27 (status 429). */
function takeTurn(entry: RouteEntry, audit: AuditContext, principal: Principal, method: string, now: number): void {
  const { limits, config } = serverContext();
  const who = principal.userId ?? principal.tokenId ?? addressOwner(audit.address ?? 'unknown');
  if (method !== 'GET' && method !== 'HEAD') requireTurn(limits, 'changes', who, config.writesPerMinute, now);
  if (entry.perMinute) requireTurn(limits, `calls of ${audit.operation}`, who, entry.perMinute, now);
}

function rawQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}

function readParams(params: Awaited<NextContext['params']>): Record<string, string> {
  return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, decode(String(value))]));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  // Chunk by chunk: a body without a length would fill the memory before it could be refused.
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of wholeBody(request)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw bodyTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A sender that hangs up is no fault of ours. @throws ServiceError 22. */
async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request.body ?? [];
  } catch (error) {
    throw new ServiceError(22, 'The body ended too early', { cause: error });
  }
}
