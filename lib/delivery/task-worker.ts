import type { Logger } from 'pino';
import { firstTriedAt } from '@/db/attempts';
import { hasFault, passPoint } from '@/db/faults';
import {
  type ClaimedTask,
  claimTask,
  finishTask,
  nextTaskDueAt,
  pickDueTasks,
  type TaskFinish,
} from '@/db/task-claims';
import { loadFunction } from '@/lib/functions/load-function';
import { pauseFunction } from '@/lib/functions/pause-function';
import { engineContext, serverContext } from '@/lib/server/context';
import { functionTarget, type Trial } from './breakers';
import { createClaims } from './claims';
import { deliverTask, type TaskDelivery } from './deliver-task';
import { earliest } from './earliest';
import { toEarlyFinish, toFaultyFinish } from './fault';
import { createPace } from './pace';
import { createRecorder } from './record';
import { TASK_LANE_CAP, TASK_PACE, TASK_SLOTS } from './slots';
import { type ClaimOptions, startWorker, type Worker } from './worker';

interface TaskInWork extends ClaimedTask {
  trial: Trial;
}

/** Runs tasks, as far as the breakers of their functions let it. */
export function startTaskWorker(logger: Logger): Worker {
  const { config, wake } = serverContext();
  const { executor, breakers, heartbeats, metrics } = engineContext();
  const { taskAgeingMs } = config;
  const record = createRecorder(finishTask, logger);
  const delivery: TaskDelivery = {
    executor,
    loadFunction,
    now: Date.now,
    triedSince: async ({ id, retryForTaskIds, retriesBefore = 0, creationTimestamp }) =>
      (await firstTriedAt(retryForTaskIds[retriesBefore] ?? id)) ?? creationTimestamp,
  };
  const pace = createPace(TASK_PACE);
  function pick(options: ClaimOptions) {
    const paced = (lane: string) => pace.atOnce(lane) - (options.inFlight.get(lane) ?? 0);
    const roomOf = (lane: string) => Math.min(paced(lane), breakers.room(functionTarget(lane), options.now));
    const agedSince = taskAgeingMs === undefined ? undefined : options.now - taskAgeingMs;
    return pickDueTasks({ ...options, roomOf, agedSince });
  }
  const claims = createClaims<ClaimedTask, TaskInWork>({
    pick,
    claimOne: claimTask,
    take: (item, now) => ({ ...item, trial: breakers.begin(functionTarget(item.lane), now) }),
  });
  const worker = startWorker<TaskInWork>(
    {
      name: 'tasks',
      beat: () => heartbeats.beat('tasks'),
      slots: TASK_SLOTS,
      laneCap: TASK_LANE_CAP,
      atOnce: (lane) => ({ all: TASK_SLOTS, lane: pace.atOnce(lane) }),
      ...claims,
      nextDueAt: async (now) => earliest(await nextTaskDueAt(now), breakers.nextProbeAt(now)),
      async abandon(claimed) {
        breakers.end(claimed.trial, undefined, '', Date.now());
        await record(await toFaultyFinish(claimed, Date.now()));
        wake();
      },
      async work(claimed, signal) {
        const { trial } = claimed;
        if (hasFault('success-before-send')) await record(toEarlyFinish(claimed, Date.now()));
        const startedAt = performance.now();
        const { finish, pauseFunction: pause, result } = await deliverTask(claimed, delivery, signal, trial.probe);
        pace.note(claimed.lane, performance.now() - startedAt, finish.end.status === 'complete');
        passPoint('send');
        breakers.end(trial, result, messageOf(finish), finish.endedAt);
        metrics.countAttempt('tasks', outcomeOf(finish));
        tell(logger, claimed, finish);
        if (!(await record(finish))) logger.warn(idsOf(claimed), 'a stale outcome was dropped');
        if (pause) await pauseFunction(finish.task.functionName);
        if (finish.end.status === 'failed') wake();
      },
    },
    logger,
  );
  metrics.watchRunning('tasks', () => worker.running);
  return worker;
}

function messageOf({ end }: TaskFinish): string {
  return 'error' in end ? end.error.message : '';
}

function outcomeOf({ end }: TaskFinish): string {
  if ('error' in end) return end.error.type;
  return end.status === 'complete' ? 'succeeded' : end.status;
}

function idsOf({ task, attemptId }: ClaimedTask) {
  const { id, runId, functionName, attempts: attempt } = task;
  return { taskId: id, runId, functionName, attemptId, attempt };
}

function tell(logger: Logger, claimed: ClaimedTask, { end }: TaskFinish): void {
  if (!('error' in end)) {
    logger.debug(idsOf(claimed), `a task is ${end.status}`);
    return;
  }
  const { type, name, message } = end.error;
  const details = { ...idsOf(claimed), class: type, code: name, reason: message };
  if (end.status === 'failed') logger.warn(details, 'a task failed');
  else logger.info(details, 'a task is tried again');
}
