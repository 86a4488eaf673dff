import type { Logger } from 'pino';
import { tryPart } from '@/db/client';
import { listLostDirectTasks } from '@/db/direct-tasks';
import { hasFault } from '@/db/faults';
import { markRunningAttemptsLost } from '@/db/lost-work';
import { reclaimMails } from '@/db/mail-claims';
import { type ClaimedTask, finishTasks, reclaimTasks } from '@/db/task-claims';
import { type DispatchLoop, startDispatchLoop } from '@/lib/dispatch/loop';
import { type ScheduleLoop, startScheduleLoop } from '@/lib/schedules/loop';
import { engineContext, serverContext } from '@/lib/server/context';
import { watchClock } from './clock-watch';
import { failedEnd } from './deliver-task';
import { startMailWorker } from './mail-worker';
import { startTaskWorker } from './task-worker';
import type { Worker } from './worker';

/** Local functions at a time, each in a process of its own. */
export const FUNCTION_PROCESSES = 8;
/** So many events in one commit are a flood. */
const FLOOD_FROM = 16;

/** What turns for ever while the engine runs. */
export interface Loops {
  dispatch: DispatchLoop;
  schedules: ScheduleLoop;
  mails: Worker;
  tasks: Worker;
}

export interface Engine {
  readonly loops: Loops;
  /** `runs`: only pending runs may have been added. */
  wake(only?: 'runs'): void;
  /** Takes no new work; returns what does not finish within `graceMs` to its queue. */
  stop(graceMs: number): Promise<void>;
}

/** Dispatch and delivery: everything between a stored event and its effects. The exclusive lock must be held. */
export async function startEngine(): Promise<Engine> {
  const { logger, intake } = serverContext();
  const { heartbeats } = engineContext();
  await recover(logger);
  const mails = startMailWorker(logger);
  const tasks = startTaskWorker(logger);
  const wakeWorkers = () => {
    mails.wake();
    tasks.wake();
  };
  const dispatch = startDispatchLoop(logger, {
    planned: wakeWorkers,
    // A mail or task that cannot be claimed must not hold up the planning of others.
    claimNow: () => {
      const beginnings = [mails, tasks].map(({ claimNow }) =>
        tryPart(claimNow, (err) => logger.error({ err }, 'what is due could not be claimed with what was planned')),
      );
      return () => {
        for (const begin of beginnings) begin?.();
      };
    },
    beat: () => heartbeats.beat('dispatch'),
    isFlooded: () => intake.atOnce >= FLOOD_FROM,
  });
  const schedules = startScheduleLoop(tasks.wake, logger, () => heartbeats.beat('schedules'));
  const wakeAll = () => {
    schedules.wake();
    dispatch.wake();
    wakeWorkers();
  };
  const wake = (only?: 'runs') => (only === 'runs' ? dispatch.wake() : wakeAll());
  const stopWatch = watchClock(wakeAll, logger);
  return {
    loops: { dispatch, schedules, mails, tasks },
    wake,
    async stop(graceMs) {
      stopWatch();
      await Promise.all([dispatch.stop(), schedules.stop()]);
      await Promise.all([mails.stop(graceMs), tasks.stop(graceMs)]);
    },
  };
}

/** What a crash interrupted is due again, with the same identity. */
async function recover(logger: Logger): Promise<void> {
  if (hasFault('never-reclaim')) return;
  const now = Date.now();
  const lost = await markRunningAttemptsLost(now);
  const mails = await reclaimMails(now, lost);
  const unanswered =
    'The server stopped while this function was executed directly; nobody waits for its answer any more';
  for (const claimed of await listLostDirectTasks()) await failLost(claimed, unanswered, now);
  const poison = await reclaimTasks(now, lost);
  for (const claimed of poison) {
    const times = lost.get(claimed.task.id)?.losses;
    await failLost(claimed, `The server stopped ${times} times while this task ran; it is not tried again`, now);
  }
  if (lost.size > 0)
    logger.warn(
      { lost: lost.size, quarantined: poison.length + mails.failed },
      'work that a crash interrupted is due again',
    );
}

async function failLost({ task, claimToken, attemptId }: ClaimedTask, message: string, now: number): Promise<void> {
  const end = await failedEnd(task, { type: 'invocation', name: 'WorkerLost', message }, now);
  await finishTasks([{ task, claimToken, attemptId, logs: [], endedAt: now, end }]);
}
