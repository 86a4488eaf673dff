import type { FunctionFailure } from '@/lib/functions/outcome';
import { parseRetryAfter } from '@/lib/functions/retry-after';
import type { LogLine } from '@/lib/functions/schema';
import { TargetNotAllowedError } from '@/lib/http/target-guard';

/** Client errors that pass by themselves: time-out, conflict (function being updated), throttling. */
const TRANSIENT_STATUSES = new Set([408, 409, 429]);
/** Errors of configuration that Lambda reports as its own (502). */
const CONFIGURATION_ERROR = /^(?:KMS|Invalid|EC2AccessDenied)/;

interface AwsError extends Error {
  code?: string;
  retryAfterSeconds?: string;
  $metadata?: { httpStatusCode?: number };
}

/**
 * What an error of the AWS SDK means: the function was not run, or nobody knows. Throttling, faults of Lambda and of the
 * network are worth another try; a missing function or permission and wrong credentials are for a person to mend.
 */
export function toLambdaFailure(thrown: unknown, logs: LogLine[]): FunctionFailure {
  const error: AwsError = thrown instanceof Error ? thrown : new Error(String(thrown));
  const status = error.$metadata?.httpStatusCode;
  const isRefused = error instanceof TargetNotAllowedError;
  const failure: FunctionFailure = {
    status: 'failed',
    error: { type: 'invocation', name: nameOf(error), message: messageOf(error, status) },
    retryable: !isRefused && !isConfiguration(error, status),
    logs,
  };
  const retryAfterMs = parseRetryAfter(error.retryAfterSeconds, Date.now());
  if (retryAfterMs !== undefined && failure.retryable) failure.retryAfterMs = retryAfterMs;
  if (failure.retryable) failure.unavailable = true;
  return failure;
}

/** A payload that Lambda would refuse: said here, because sending it again cannot help. */
export function payloadTooLarge(bytes: number, maxBytes: number): FunctionFailure {
  const message = `The task takes ${bytes} bytes of JSON; Lambda accepts ${maxBytes}`;
  return {
    status: 'failed',
    error: { type: 'invocation', name: 'PayloadTooLarge', message },
    retryable: false,
    logs: [],
  };
}

function isConfiguration(error: AwsError, status: number | undefined): boolean {
  if (error.name === 'CredentialsProviderError' || CONFIGURATION_ERROR.test(error.name)) return true;
  return status !== undefined && status >= 400 && status < 500 && !TRANSIENT_STATUSES.has(status);
}

function nameOf(error: AwsError): string {
  if (error instanceof TargetNotAllowedError) return 'TargetNotAllowed';
  return error.$metadata?.httpStatusCode === undefined && error.code ? error.code : error.name;
}

function messageOf(error: AwsError, status: number | undefined): string {
  if (error instanceof TargetNotAllowedError) return `The endpoint may not be called: ${error.message}`;
  const reason = error.message || error.code || 'no reason given';
  return status === undefined ? `Lambda gave no answer: ${reason}` : `Lambda refused the call (${status}): ${reason}`;
}
