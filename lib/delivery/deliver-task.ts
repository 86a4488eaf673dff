import type { ClaimedTask, TaskFinish } from '@/db/task-claims';
import type { LoadedFunction } from '@/lib/functions/load-function';
import type { FunctionExecutor, FunctionFailure, FunctionOutcome } from '@/lib/functions/outcome';
import { matchIncoming } from '@/lib/intake/match-incoming';
import type { Task, TaskError } from '@/lib/tasks/schema';
import { toWireTask } from '@/lib/tasks/to-wire';
import type { TargetResult } from './breaker';
import { taskRetryDelayMs } from './task-retry';

export interface TaskDelivery {
  executor: FunctionExecutor;
  loadFunction(name: string): Promise<LoadedFunction | undefined>;
  /** When work on this task, or on the first of those that it retries, was first tried (epoch ms). */
  triedSince(task: Task): Promise<number>;
  now(): number;
}

export interface TaskDelivered {
  finish: TaskFinish;
  /** The target says that it is gone for good. */
  pauseFunction: boolean;
  /** What the attempt tells of the target; undefined: nothing. */
  result: TargetResult | undefined;
}

/**
 * Tries once to run a claimed task. Never throws: what went wrong is in the answer.
 * @param isProbe the target's breaker is open, and this attempt tells whether it is back: that it is not costs no retry.
 */
export async function deliverTask(
  claimed: ClaimedTask,
  delivery: TaskDelivery,
  signal: AbortSignal,
  isProbe = false,
): Promise<TaskDelivered> {
  const { task, claimToken, attemptId } = claimed;
  const { fn, problem } = await load(task.functionName, delivery);
  const outcome = problem ?? (await run(task, fn, delivery, signal));
  const endedAt = delivery.now();
  const end = await toEnd(task, fn, outcome, { isProbe, endedAt, signal, delivery });
  return {
    finish: { task, claimToken, attemptId, logs: outcome.logs, endedAt, end },
    pauseFunction: outcome.status === 'failed' && outcome.pauseFunction === true,
    result: toTargetResult(fn, outcome),
  };
}

/** What an attempt tells of the function's target; undefined: nothing, as of one that runs here. */
export function toTargetResult(fn: LoadedFunction | undefined, outcome: FunctionOutcome): TargetResult | undefined {
  if (!fn || fn.settings.kind === 'local') return undefined;
  if (outcome.status === 'succeeded' || outcome.error.type === 'runtime') {
    return outcome.status === 'failed' && outcome.unavailable ? 'unavailable' : 'answered';
  }
  return outcome.unavailable ? 'unavailable' : undefined;
}

interface Attempted {
  isProbe: boolean;
  endedAt: number;
  signal: AbortSignal;
  delivery: TaskDelivery;
}

async function toEnd(
  task: Task,
  fn: LoadedFunction | undefined,
  outcome: FunctionOutcome,
  { isProbe, endedAt, signal, delivery }: Attempted,
): Promise<TaskFinish['end']> {
  if (outcome.status === 'succeeded') return { status: 'complete', result: outcome.result };
  const { error } = outcome;
  if (signal.aborted && error.name === 'Interrupted') return { status: 'interrupted' };
  const retries = task.retryForTaskIds.length - (task.retriesBefore ?? 0);
  const isFree = isProbe && outcome.unavailable === true;
  const effort = { retries: isFree ? 0 : retries, ageMs: endedAt - (await delivery.triedSince(task)) };
  const delay = taskRetryDelayMs(fn?.settings, outcome, effort, Math.random());
  if (delay === undefined) return failedEnd(task, error, endedAt);
  if (isFree) {
    const reason = `${error.message}; it is tried again when the function answers`;
    return { status: 'deferred', error, retryAt: endedAt + delay, reason };
  }
  const reason = `${error.message}; retry ${retries + 1} follows`;
  return { status: 'retried', error, retryAt: endedAt + delay, reason };
}

/** The end of a task that failed for good, with the `task_failed` event that it produces. */
export async function failedEnd(task: Task, error: TaskError, now: number): Promise<TaskFinish['end']> {
  const content = {
    id: task.id,
    functionName: task.functionName,
    error: { type: error.type, ...(error.name === undefined ? {} : { name: error.name }), message: error.message },
  };
  const origin = { source: 'system', depth: task.depth + 1, causeTaskId: task.id };
  return {
    status: 'failed',
    error,
    event: await matchIncoming({ type: 'task_failed', content, key: undefined }, origin, now),
  };
}

/** A function whose secrets another key sealed cannot be read: an answer, so that its tasks do not stay under way. */
async function load(
  name: string,
  delivery: TaskDelivery,
): Promise<{ fn?: LoadedFunction | undefined; problem?: FunctionFailure }> {
  try {
    return { fn: await delivery.loadFunction(name) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: refused('FunctionUnreadable', `The function '${name}' cannot be read: ${reason}`) };
  }
}

async function run(
  task: Task,
  fn: LoadedFunction | undefined,
  delivery: TaskDelivery,
  signal: AbortSignal,
): Promise<FunctionOutcome> {
  if (!fn) return refused('FunctionUnknown', `There is no function '${task.functionName}'`);
  if (!fn.settings.enabled) return refused('FunctionDisabled', `The function '${task.functionName}' is disabled`);
  const { idempotencyKey, id: taskId } = task;
  // Retries are tasks of their own: for the function they are further attempts of the same work.
  const attempt = task.attempts + task.retryForTaskIds.length;
  return delivery.executor.execute(
    { taskId, idempotencyKey, attempt, task: toWireTask(task), fn: fn.runnable },
    signal,
  );
}

function refused(name: string, message: string): FunctionFailure {
  return { status: 'failed', error: { type: 'invocation', name, message }, retryable: false, logs: [] };
}
