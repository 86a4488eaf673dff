import type { Agent } from 'undici';
import { toHttpOutcome } from '@/lib/functions/http-outcome';
import {
  type FunctionCall,
  type FunctionExecutor,
  type FunctionFailure,
  type FunctionOutcome,
  type HttpFunction,
  interrupted,
  timeLimitExceeded,
} from '@/lib/functions/outcome';
import { toMeta, toPayload } from '@/lib/functions/payload';
import type { LogLine } from '@/lib/functions/schema';
import { ExchangeTimeout, exchange } from '@/lib/http/exchange';
import { createGuardedAgent } from '@/lib/http/guarded-agent';
import { type TargetGuard, TargetNotAllowedError } from '@/lib/http/target-guard';
import { signMessage } from '@/lib/signatures/standard-webhooks';

/** The answer that is kept; the rest is not read. */
export const ANSWER_MAX_BYTES = 64 * 1024;

/** Calls HTTP functions by a signed POST (Standard Webhooks). */
export function createHttpExecutor(guard: TargetGuard): FunctionExecutor<HttpFunction> {
  const agent = createGuardedAgent(guard);
  return {
    execute: (call, signal) => callHttp(call, signal, guard, agent),
    close: () => agent.destroy(),
  };
}

async function callHttp(
  call: FunctionCall<HttpFunction>,
  signal: AbortSignal,
  guard: TargetGuard,
  agent: Agent,
): Promise<FunctionOutcome> {
  const logs: LogLine[] = [];
  const note = (message: string) => logs.push({ timestamp: Date.now(), message });
  const start = performance.now();
  try {
    const url = guard.assertAllowedTarget(call.fn.url);
    const timeoutMs = call.fn.timeLimit * 1_000;
    const answer = await exchange(agent, url, {
      ...toRequest(call, new Date()),
      maxBytes: ANSWER_MAX_BYTES,
      timeoutMs,
      signal,
    });
    note(`POST ${url.origin}${url.pathname} answered ${answer.status} in ${Math.round(performance.now() - start)} ms`);
    if (answer.truncated) note(`The answer is longer than ${ANSWER_MAX_BYTES / 1024} KB: the rest was not read`);
    return toHttpOutcome(answer, logs, Date.now());
  } catch (error) {
    if (signal.aborted) return interrupted(logs);
    if (error instanceof ExchangeTimeout) {
      return { ...timeLimitExceeded(call.fn.timeLimit, 'invocation', logs), unavailable: true };
    }
    return notReached(error, logs);
  }
}

/**
 * The request of one attempt. `webhook-id` and `Idempotency-Key` are the same for every attempt; the timestamp, and with
 * it the signature, is new each time. The body is the task with `meta` added, see {@link toPayload}.
 */
function toRequest(call: FunctionCall<HttpFunction>, now: Date) {
  const body = JSON.stringify(toPayload(call, toMeta(call, now.getTime())));
  return {
    method: 'POST' as const,
    body,
    headers: {
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'dispatchers',
      'webhook-id': call.idempotencyKey,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': sign(call, now, body),
      'idempotency-key': call.idempotencyKey,
      'x-attempt': String(call.attempt),
    },
  };
}

function sign({ fn, idempotencyKey }: FunctionCall<HttpFunction>, now: Date, body: string): string {
  const secrets = fn.previousSecret === undefined ? [fn.secret] : [fn.secret, fn.previousSecret];
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return secrets.map((secret) => signMessage(secret, idempotencyKey, timestamp, body)).join(' ');
}

const NETWORK_ERRORS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed before an answer came',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be resolved',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** No answer: refused by our guard, or lost on the network. Whether the function ran is then unknown. */
function notReached(error: unknown, logs: LogLine[]): FunctionFailure {
  const { code, message } = describeError(error);
  const isRefused = error instanceof TargetNotAllowedError;
  const why = NETWORK_ERRORS[code] ?? message;
  return {
    status: 'failed',
    error: {
      type: 'invocation',
      name: isRefused ? 'TargetNotAllowed' : code,
      message: isRefused ? `The function's URL may not be called: ${message}` : `The function gave no answer: ${why}`,
    },
    retryable: !isRefused,
    ...(isRefused ? {} : { unavailable: true }),
    logs,
  };
}

function describeError(error: unknown): { code: string; message: string } {
  // Several addresses tried: the first failure stands for all.
  const first = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  if (!(first instanceof Error)) return { code: 'NetworkError', message: String(first) };
  const { code } = first as NodeJS.ErrnoException;
  return { code: typeof code === 'string' ? code : 'NetworkError', message: first.message || 'unknown reason' };
}
