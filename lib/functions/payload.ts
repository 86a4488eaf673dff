import type { JsonObject } from '@/lib/format/json';
import type { FunctionCall } from '@/lib/functions/outcome';

export interface CallMeta {
  /** The same for every attempt of the same work: what a function needs to do it once. */
  idempotencyKey: string;
  attempt: number;
  /** Epoch milliseconds at which the caller gives up. */
  deadline: number;
}

export function toMeta(call: FunctionCall, now: number): CallMeta {
  return {
    idempotencyKey: call.idempotencyKey,
    attempt: call.attempt,
    deadline: now + call.fn.timeLimit * 1_000,
  };
}

/**
 * What an HTTP or Lambda function receives: the task of the wire contract (`id`, `functionName`, `data`, `data.event`, …)
 * with `meta` added. A local handler gets the same as `handler(task, meta)`.
 */
export function toPayload(call: FunctionCall, meta: CallMeta): JsonObject {
  return { ...call.task, meta: { ...meta } };
}
