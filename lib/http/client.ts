import type { FieldError } from '@/lib/errors/service-error';

/** Codes that say "sign in (again)": no credentials, an unknown token, an expired one. */
const SIGNED_OUT_CODES = new Set([104, 117, 118]);
/** Code of an `ApiError` when no answer of the API came: the network or the server is away. */
export const UNREACHABLE = 0;

/** A refusal of the API, in the contract's form. `code` 0 means that no proper answer came. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly errorName: string,
    message: string,
    readonly status: number,
    readonly errors: readonly FieldError[] = [],
    /** All that was answered, for what only one code carries. */
    readonly body: Readonly<Record<string, unknown>> = {},
    /** For how long the server wants to be left alone, in seconds, when it says so (RFC 9110 section 10.2.3). */
    readonly retryAfter: number | undefined = undefined,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  get isSignedOut(): boolean {
    return SIGNED_OUT_CODES.has(this.code);
  }
}

interface SendOptions {
  body?: unknown;
  signal?: AbortSignal;
}

/** Reads `path` of this origin. Throws `ApiError`. */
export function apiGet<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, signal ? { signal } : {});
}

/** Sends JSON to `path` of this origin. Answers `undefined` when the answer has no body. Throws `ApiError`. */
export function apiSend<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, options: SendOptions = {}): Promise<T> {
  return call<T>(method, path, options);
}

async function call<T>(method: string, path: string, { body, signal }: SendOptions): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(
      UNREACHABLE,
      'UNREACHABLE',
      'The server cannot be reached. Check the connection, then try again.',
      0,
    );
  }
  const parsed = parseJson(text);
  if (!response.ok) throw toApiError(response, parsed);
  return parsed as T;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toApiError({ status, headers }: Response, body: unknown): ApiError {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const code = typeof fields.code === 'number' ? fields.code : UNREACHABLE;
  const name = typeof fields.name === 'string' ? fields.name : 'UNKNOWN';
  const message =
    typeof fields.message === 'string' ? fields.message : `The server answered with status ${status} and no reason.`;
  return new ApiError(
    code,
    name,
    message,
    status,
    Array.isArray(fields.errors) ? fields.errors.map(toFieldError).filter(isFieldError) : [],
    fields,
    Number(headers.get('retry-after') ?? Number.NaN) || undefined,
  );
}

/** Error 1004 names the output of a template, and the line, instead of a path. */
function toFieldError(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('output' in value) || !('message' in value)) return value;
  const line = 'line' in value && typeof value.line === 'number' ? `line ${value.line}: ` : '';
  return { path: `outputs.${String(value.output)}`, message: `${line}${String(value.message)}` };
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value;
}
