import type { ClaimedTask, TaskFinish } from '@/db/tasks';
import type { LoadedFunction } from '@/lib/functions/load-function';
import type { FunctionExecutor, FunctionFailure, FunctionOutcome } from '@/lib/functions/outcome';
import { matchIncoming } from '@/lib/intake/match-incoming';
import type { Task, TaskError } from '@/lib/tasks/schema';
import { toWireTask } from '@/lib/tasks/to-wire';
import { taskRetryDelayMs } from './task-retry';

export interface TaskDelivery {
  executor: FunctionExecutor;
  loadFunction(name: string): Promise<LoadedFunction | undefined>;
  now(): number;
}

/** Tries once to run a claimed task. Never throws: what went wrong is in the answer. */
export async function deliverTask(
  claimed: ClaimedTask,
  delivery: TaskDelivery,
  signal: AbortSignal,
): Promise<{ finish: TaskFinish; pauseFunction: boolean }> {
  const { task, claimToken, attemptId } = claimed;
  const { fn, problem } = await load(task.functionName, delivery);
  const outcome = problem ?? (await run(task, fn, delivery, signal));
  const endedAt = delivery.now();
  const common = { task, claimToken, attemptId, logs: outcome.logs, endedAt };
  if (outcome.status === 'succeeded') {
    return { finish: { ...common, end: { status: 'complete', result: outcome.result } }, pauseFunction: false };
  }
  if (signal.aborted && outcome.error.name === 'Interrupted') {
    return { finish: { ...common, end: { status: 'interrupted' } }, pauseFunction: false };
  }
  const retries = task.retryForTaskIds.length - (task.retriesBefore ?? 0);
  const delay = taskRetryDelayMs(fn?.settings, outcome, retries, Math.random());
  const pauseFunction = outcome.pauseFunction === true;
  if (delay === undefined) {
    return { finish: { ...common, end: await failedEnd(task, outcome.error, endedAt) }, pauseFunction };
  }
  const reason = `${outcome.error.message}; retry ${retries + 1} follows`;
  const end = { status: 'retried', error: outcome.error, retryAt: endedAt + delay, reason } as const;
  return { finish: { ...common, end }, pauseFunction };
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
