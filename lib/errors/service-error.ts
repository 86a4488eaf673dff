import { ERROR_CODES, type ErrorCode } from './codes';

/** One field that is wrong: `path` as in `actions[0].recipients.to[1]`. */
export interface FieldError {
  path: string;
  message: string;
}

interface ServiceErrorOptions {
  errors?: readonly object[];
  /** Further keys for the body, such as `taskId` and `runtimeError` of error 1406. */
  extra?: Record<string, unknown>;
  status?: number;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The one error family: an expected refusal, in the contract's form. Everything else that is thrown is a fault of ours. */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errorName: string;
  readonly errors: readonly object[] | undefined;
  readonly extra: Record<string, unknown> | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(code: ErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'ServiceError';
    this.code = code;
    this.status = options.status ?? ERROR_CODES[code].status;
    this.errorName = ERROR_CODES[code].name;
    this.errors = options.errors;
    this.extra = options.extra;
    this.headers = options.headers;
  }

  /** The response body of the contract: `{code, name, message, errors?}`. */
  toBody(): Record<string, unknown> {
    return {
      code: this.code,
      name: this.errorName,
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      ...this.extra,
    };
  }
}

/** Error 16: there is no such object. */
export function resourceUnknown(what: string, idOrName: string): ServiceError {
  return new ServiceError(16, `There is no ${what} '${idOrName}'`);
}

/** Error 15: fields of a wrong type or out of bounds, each one named. */
export function fieldFormat(errors: readonly FieldError[]): ServiceError {
  const list = errors.map((error) => (error.path ? `${error.path}: ${error.message}` : error.message)).join('; ');
  return new ServiceError(15, `Wrong field format: ${list}`, { errors });
}
