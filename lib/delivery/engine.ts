import type { Logger } from 'pino';
import { markRunningAttemptsLost } from '@/db/attempts';
import { listLostDirectTasks } from '@/db/direct-tasks';
import { type ClaimedMail, claimMails, finishMails, nextMailDueAt, reclaimMails } from '@/db/mails';
import { type ClaimedTask, claimTasks, finishTasks, nextTaskDueAt, reclaimTasks } from '@/db/tasks';
import { startDispatchLoop } from '@/lib/dispatch/loop';
import { loadFunction } from '@/lib/functions/load-function';
import { pauseFunction } from '@/lib/functions/pause-function';
import { startScheduleLoop } from '@/lib/schedules/loop';
import { serverContext } from '@/lib/server/context';
import { deliverMail } from './deliver-mail';
import { deliverTask, failedEnd } from './deliver-task';
import { toFaultyFinish, toFaultyMailFinish } from './fault';
import { createRecorder } from './record';
import { startWorker } from './worker';

const MAIL_SLOTS = 10;
const MAIL_LANE_CAP = 8;
const TASK_SLOTS = 32;
/** One slow function cannot take every slot, nor every process. */
const TASK_LANE_CAP = 4;
/** Local functions at a time, each in a process of its own. */
export const FUNCTION_PROCESSES = 8;
/** A task or mail that took the server down this many times is not tried again. */
const MAX_LOST = 3;

export interface Engine {
  wake(): void;
  /** Takes no new work; returns what does not finish within `graceMs` to its queue. */
  stop(graceMs: number): Promise<void>;
}

/** Dispatch and delivery: everything between a stored event and its effects. The exclusive lock must be held. */
export async function startEngine(): Promise<Engine> {
  const { logger } = serverContext();
  await recover(logger);
  const mails = startMailWorker(logger);
  const tasks = startTaskWorker(logger);
  const dispatch = startDispatchLoop(() => {
    mails.wake();
    tasks.wake();
  }, logger);
  const schedules = startScheduleLoop(tasks.wake, logger);
  return {
    wake() {
      schedules.wake();
      dispatch.wake();
      mails.wake();
      tasks.wake();
    },
    async stop(graceMs) {
      await Promise.all([dispatch.stop(), schedules.stop()]);
      await Promise.all([mails.stop(graceMs), tasks.stop(graceMs)]);
    },
  };
}

/** What a crash interrupted is due again, with the same identity. */
async function recover(logger: Logger): Promise<void> {
  const now = Date.now();
  const lost = await markRunningAttemptsLost(now);
  const mails = await reclaimMails(now, MAX_LOST);
  const unanswered =
    'The server stopped while this function was executed directly; nobody waits for its answer any more';
  for (const claimed of await listLostDirectTasks()) await failLost(claimed, unanswered, now);
  const poison = await reclaimTasks(now, MAX_LOST);
  const repeated = `The server stopped ${MAX_LOST} times while this task ran; it is not tried again`;
  for (const claimed of poison) await failLost(claimed, repeated, now);
  if (lost > 0)
    logger.warn({ lost, quarantined: poison.length + mails.failed }, 'work that a crash interrupted is due again');
}

async function failLost({ task, claimToken, attemptId }: ClaimedTask, message: string, now: number): Promise<void> {
  const end = await failedEnd(task, { type: 'invocation', name: 'WorkerLost', message }, now);
  await finishTasks([{ task, claimToken, attemptId, logs: [], endedAt: now, end }]);
}

function startMailWorker(logger: Logger) {
  const { mail, config, wake } = serverContext();
  const record = createRecorder(finishMails, logger);
  const delivery = () => ({
    transport: mail.transport,
    mode: mail.current.mode,
    retryBaseMs: config.mailRetryBaseMs,
    now: Date.now,
  });
  return startWorker<ClaimedMail>(
    {
      name: 'mails',
      slots: MAIL_SLOTS,
      laneCap: MAIL_LANE_CAP,
      claim: claimMails,
      nextDueAt: nextMailDueAt,
      abandon: async (claimed) => {
        await record(toFaultyMailFinish(claimed, Date.now()));
      },
      async work(claimed, signal) {
        const finish = await deliverMail(claimed, delivery(), signal);
        if (!(await record(finish))) logger.warn({ mailId: finish.mailId }, 'a stale outcome was dropped');
        if (finish.status === 'queued') wake();
      },
    },
    logger,
  );
}

function startTaskWorker(logger: Logger) {
  const { executor, wake } = serverContext();
  const record = createRecorder(finishTasks, logger);
  const delivery = { executor, loadFunction, now: Date.now };
  return startWorker<ClaimedTask>(
    {
      name: 'tasks',
      slots: TASK_SLOTS,
      laneCap: TASK_LANE_CAP,
      claim: claimTasks,
      nextDueAt: nextTaskDueAt,
      abandon: async (claimed) => {
        await record(await toFaultyFinish(claimed, Date.now()));
        wake();
      },
      async work(claimed, signal) {
        const { finish, pauseFunction: pause } = await deliverTask(claimed, delivery, signal);
        if (!(await record(finish))) logger.warn({ taskId: finish.task.id }, 'a stale outcome was dropped');
        if (pause) await pauseFunction(finish.task.functionName);
        if (finish.end.status === 'failed') wake();
      },
    },
    logger,
  );
}
