import { STATUS_CODES } from 'node:http';
import { isJsonObject, type JsonValue } from '@/lib/format/json';
import type { FunctionFailure, FunctionOutcome } from '@/lib/functions/outcome';
import { parseRetryAfter } from '@/lib/functions/retry-after';
import type { LogLine } from '@/lib/functions/schema';
import type { HttpAnswer } from '@/lib/http/exchange';

const SHOWN_BODY_LENGTH = 300;
/** Said by what stands before a function that is away, or by one that takes no more: not of this task. */
const UNAVAILABLE_STATUSES = new Set([429, 502, 503, 504]);

/**
 * What an answer means. 2xx: success, and a JSON body is the result. 410: gone for good, pause the function.
 * 429 and 503: wait as long as Retry-After says, up to an hour. `x-no-retry: 1` or `{"retry": false}`: permanent.
 * Everything else, redirects included, may pass: a 404 during a deployment is common, and losing the work is worse.
 */
export function toHttpOutcome(answer: HttpAnswer, logs: LogLine[], now: number): FunctionOutcome {
  const json = parseJson(answer);
  if (answer.status >= 200 && answer.status < 300) return { status: 'succeeded', result: json, logs };
  const refusesRetry = headerOf(answer, 'x-no-retry') === '1' || (isJsonObject(json) && json.retry === false);
  const isGone = answer.status === 410;
  const waits = answer.status === 429 || answer.status === 503;
  const retryAfterMs = waits ? parseRetryAfter(headerOf(answer, 'retry-after'), now) : undefined;
  const failure: FunctionFailure = {
    status: 'failed',
    error: { type: 'runtime', name: `Http${answer.status}`, message: describeAnswer(answer) },
    retryable: !refusesRetry && !isGone,
    logs,
  };
  if (retryAfterMs !== undefined && failure.retryable) failure.retryAfterMs = retryAfterMs;
  if (isGone) failure.pauseFunction = true;
  if (UNAVAILABLE_STATUSES.has(answer.status) && failure.retryable) failure.unavailable = true;
  return failure;
}

function describeAnswer(answer: HttpAnswer): string {
  const reason = STATUS_CODES[answer.status];
  const status = `The function answered ${answer.status}${reason ? ` ${reason}` : ''}`;
  if (answer.status >= 300 && answer.status < 400) return `${status}; redirects are not followed`;
  const body = answer.body.trim().slice(0, SHOWN_BODY_LENGTH);
  return body ? `${status}: ${body}` : status;
}

function parseJson({ body, truncated }: HttpAnswer): JsonValue | undefined {
  if (truncated || body.trim() === '') return undefined;
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}

function headerOf({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
