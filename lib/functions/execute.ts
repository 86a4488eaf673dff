import { beginDirectTask } from '@/db/direct-tasks';
import { type ClaimedTask, finishTask, type TaskFinish } from '@/db/task-claims';
import { hasPermission, NOBODY, PermissionDenied, type Principal } from '@/lib/auth/principal';
import { failedEnd } from '@/lib/delivery/deliver-task';
import { createRecorder } from '@/lib/delivery/record';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { newObjectId } from '@/lib/format/id';
import type { JsonObject } from '@/lib/format/json';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { toWireTask } from '@/lib/tasks/to-wire';
import { type LoadedFunction, loadFunction } from './load-function';
import type { FunctionOutcome } from './outcome';
import { pauseFunction } from './pause-function';
import { DIRECT_TIME_LIMIT_S, ExecuteInput, MAX_DIRECT_EXECUTIONS } from './schema';

/** Its own time limit, and as long again until a function process is free. */
const MAX_WAIT_MS = 2 * DIRECT_TIME_LIMIT_S * 1_000;

/**
 * Runs a function now and waits for it: `POST /tasks/v1/functions/{name}/execute`. It is stored as a task, with attempt
 * and log lines, and never retried: the caller sees the failure and decides.
 * @param principal `NOBODY` when no credentials came with the request.
 * @returns the finished task with `result`.
 * @throws ServiceError 10, 14–16, 27 (disabled), 104, 1403–1406; the last two with `taskId`.
 */
export async function executeFunction(
  principal: Principal,
  name: string,
  body: unknown,
  now: number,
): Promise<JsonObject> {
  const fn = await authorize(principal, name);
  const { data = {} } = parseInput(ExecuteInput, body);
  assertExecutable(fn);
  const id = newObjectId(now);
  const task = {
    id,
    functionName: name,
    data,
    tags: [],
    startTimestamp: now,
    priority: fn.settings.executionOptions.defaultPriority,
    createdByUserId: principal.userId,
    createdByApplicationId: principal.applicationId,
    idempotencyKey: id,
    depth: 0,
    now,
  };
  const claimed = await beginDirectTask(task, MAX_DIRECT_EXECUTIONS);
  if (!claimed) throw new ServiceError(1403, `${MAX_DIRECT_EXECUTIONS} functions are being executed: try again later`);
  const outcome = await run(claimed);
  return answer(claimed, outcome, await finish(claimed, outcome));
}

/** Who may not know of a function does not learn whether there is one of that name. */
async function authorize(principal: Principal, name: string): Promise<LoadedFunction> {
  const fn = await loadFunction(name);
  const mode = fn?.settings.executionOptions.permissionMode ?? 'permissionRequired';
  if (mode !== 'public' && principal === NOBODY) throw new ServiceError(104, 'Sign in to execute this function');
  if (mode === 'permissionRequired' && !hasPermission(principal, 'EXECUTE_TASK_FUNCTION', name)) {
    throw new PermissionDenied(
      principal,
      `The permission EXECUTE_TASK_FUNCTION or EXECUTE_TASK_FUNCTION:${name} is required`,
    );
  }
  if (!fn) throw resourceUnknown('function', name);
  return fn;
}

function assertExecutable({ settings: { name, enabled, timeLimit } }: LoadedFunction): void {
  if (!enabled) throw new ServiceError(27, `The function '${name}' is disabled`);
  if (timeLimit > DIRECT_TIME_LIMIT_S) {
    const limits = `its time limit is ${timeLimit} s, and ${DIRECT_TIME_LIMIT_S} s is the most here`;
    throw new ServiceError(1404, `The function '${name}' cannot be executed directly: ${limits}`);
  }
}

function run({ task }: ClaimedTask): Promise<FunctionOutcome> {
  const { id: taskId, idempotencyKey, attempts: attempt, functionName } = task;
  const call = { taskId, idempotencyKey, attempt, task: toWireTask(task) };
  return serverContext().engine.execute(functionName, call, MAX_WAIT_MS);
}

async function finish({ task, claimToken, attemptId }: ClaimedTask, outcome: FunctionOutcome): Promise<TaskFinish> {
  const endedAt = Date.now();
  const end: TaskFinish['end'] =
    outcome.status === 'succeeded'
      ? { status: 'complete', result: outcome.result }
      : await failedEnd(task, outcome.error, endedAt);
  const finished: TaskFinish = { task, claimToken, attemptId, logs: outcome.logs, endedAt, end };
  await createRecorder(finishTask, serverContext().logger)(finished);
  if (outcome.status === 'failed') {
    if (outcome.pauseFunction) await pauseFunction(task.functionName);
    serverContext().wake();
  }
  return finished;
}

function answer({ task }: ClaimedTask, outcome: FunctionOutcome, { endedAt }: TaskFinish): JsonObject {
  if (outcome.status === 'succeeded') {
    const times = { statusChangedTimestamp: endedAt, updateTimestamp: endedAt };
    const wire = toWireTask({ ...task, ...times, status: 'complete', result: outcome.result });
    return { ...wire, result: outcome.result ?? null };
  }
  const { type, name, message } = outcome.error;
  if (type === 'invocation') {
    throw new ServiceError(1405, `The function could not be run: ${message}`, { extra: { taskId: task.id } });
  }
  const extra = { taskId: task.id, runtimeError: { name, message } };
  throw new ServiceError(1406, `The function failed: ${name}: ${message}`, { extra });
}
