import { QUEUES, type Queue, surveyBacklog } from '@/db/backlog';
import { isLockHeld } from '@/db/client';
import { isDatabaseWritable, isMigrated } from '@/db/health';
import { functionTarget, MAIL_TARGET } from '@/lib/delivery/breakers';
import type { Engine } from '@/lib/delivery/engine';
import { CHECKS, type CheckName, type Readiness } from '@/lib/health/schema';
import { engineContext, serverContext } from './context';

/** Anybody may ask, as often as he likes: it costs a synced write. */
const FRESH_MS = 1_000;
const BACKLOG_BUDGET_MS = 20;
const MAX_LANES = 1_000;

/** Each says what is wrong; undefined: all is well. */
type Checks = Record<CheckName, (now: number) => string | undefined>;

/** @returns looks whether events can be taken and worked on; what it found is good for a second. */
export function createReadiness(engine: Engine): (now: number) => Readiness {
  const checks: Checks = {
    database: () => (isDatabaseWritable() ? undefined : 'the database cannot be written'),
    lock: () => (isLockHeld() ? undefined : 'the data directory is not held by this process any more'),
    migrations: () => (isMigrated() ? undefined : 'the database has another schema than this release'),
    disk: () => (engineContext().disk.isLow ? 'the disk is almost full (disk_full)' : undefined),
    engine: findSilentLoop,
    backlog: (now) => findStuckWork(engine, now),
  };
  let last: Readiness | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (now) => {
    const at = performance.now();
    if (!last || at - lastAt > FRESH_MS) {
      last = toReadiness(checks, now);
      lastAt = at;
    }
    return last;
  };
}

function toReadiness(checks: Checks, now: number): Readiness {
  const found = CHECKS.map((name) => [name, checks[name](now)] as const);
  const reasons = found.flatMap(([, message]) => message ?? []);
  const results = found.map(([name, message]) => [name, message === undefined ? { ok: true } : { ok: false, message }]);
  return { ready: reasons.length === 0, reasons, checks: Object.fromEntries(results) };
}

function findSilentLoop(): string | undefined {
  const [silent] = engineContext().heartbeats.silent();
  return silent && `the loop '${silent.loop}' has not turned for ${Math.round(silent.ms / 1_000)} s`;
}

/** Work that is due for long although its worker has room and its target takes work: nobody takes it up. */
function findStuckWork(engine: Engine, now: number): string | undefined {
  const { config } = serverContext();
  const { breakers } = engineContext();
  const { mails, tasks } = engine.loops;
  const isFree: Record<Queue, (lane: string) => boolean> = {
    runs: () => true,
    mails: (lane) => mails.hasRoomFor(lane) && breakers.room(MAIL_TARGET, now) > 0,
    tasks: (lane) => tasks.hasRoomFor(lane) && breakers.room(functionTarget(lane), now) > 0,
  };
  for (const queue of QUEUES) {
    const survey = { now, maxDepth: 1, maxLanes: MAX_LANES, budgetMs: BACKLOG_BUDGET_MS };
    for (const { lane, oldestDueAt } of surveyBacklog(queue, survey).lanes) {
      const ageMs = now - oldestDueAt;
      if (ageMs > config.maxDueAgeMs && isFree[queue](lane)) {
        return `work in the queue of ${queue} has been due for ${Math.round(ageMs / 1_000)} s`;
      }
    }
  }
  return undefined;
}
