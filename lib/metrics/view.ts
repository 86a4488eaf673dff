import { setImmediate as nextTurn } from 'node:timers/promises';
import { QUEUES, type Queue, surveyBacklog } from '@/db/backlog';
import { databaseSize } from '@/db/health';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { EngineFigures } from '@/lib/delivery/engine-control';
import { serverContext } from '@/lib/server/context';
import { type Family, type Sample, writeFamilies, writeHistogram } from './text';

const PREFIX = 'dispatchers_';
/** A queue may have thousands of lanes and millions of rows: what a look at one may cost is bounded. */
const SURVEY = { maxDepth: 1_000, maxLanes: 200, budgetMs: 20 };

/** All figures in the text form of Prometheus. @throws ServiceError 10. */
export async function viewMetrics(principal: Principal, now: number): Promise<string> {
  requirePermission(principal, 'VIEW_METRICS');
  const figures = await serverContext().engine.figures();
  const families = [...(await queueFamilies(now)), ...deliveryFamilies(figures, now), ...hostFamilies(figures)];
  const latency = 'Time from a request to its answer, at intake';
  return writeFamilies(families) + writeHistogram(`${PREFIX}intake_duration_seconds`, latency, figures.intake.latency);
}

async function queueFamilies(now: number): Promise<Family[]> {
  const depth: Sample[] = [];
  const oldest: Sample[] = [];
  const complete: Sample[] = [];
  for (const queue of QUEUES) {
    await nextTurn();
    const survey = surveyBacklog(queue, { now, ...SURVEY });
    for (const { lane, depth: count, oldestDueAt } of survey.lanes) {
      depth.push([{ queue, lane }, count]);
      oldest.push([{ queue, lane }, Math.max(0, now - oldestDueAt) / 1_000]);
    }
    complete.push([{ queue } satisfies { queue: Queue }, Number(survey.complete)]);
  }
  return [
    gauge('queue_depth', `Rows of a lane that are due; ${SURVEY.maxDepth} means so many or more`, depth),
    gauge('queue_oldest_due_seconds', 'For how long the oldest of them has been due', oldest),
    gauge('queue_survey_complete', `0: there are more lanes than the ${SURVEY.maxLanes} that are shown`, complete),
  ];
}

function deliveryFamilies({ attempts, intake, running, away }: EngineFigures, now: number): Family[] {
  return [
    counter(
      'attempts_total',
      'Ended attempts, by how they ended: succeeded, or the class of the failure',
      attempts.map(({ count, ...labels }) => [labels, count]),
    ),
    gauge(
      'running',
      'Attempts under way',
      running.map(([queue, count]) => [{ queue }, count]),
    ),
    gauge('breakers_open', 'Targets that are kept from work', [[{}, away.length]]),
    gauge(
      'breaker_open_seconds',
      'For how long a target has been kept from work',
      away.map(([target, { since }]) => [{ target }, Math.max(0, now - since) / 1_000]),
    ),
    gauge(
      'breaker_trips',
      'How many times in a row it was found away',
      away.map(([target, { trips }]) => [{ target }, trips]),
    ),
    counter(
      'intake_requests_total',
      'Answered requests to intake',
      intake.byStatus.map(([status, count]) => [{ status }, count]),
    ),
  ];
}

function hostFamilies({ lag: { p50, p99, max }, disk, startedAt }: EngineFigures): Family[] {
  const { user, system } = process.cpuUsage();
  const lag: Sample[] = [
    [{ quantile: 0.5 }, p50],
    [{ quantile: 0.99 }, p99],
    [{ quantile: 1 }, max],
  ];
  const { database, wal } = databaseSize();
  return [
    gauge('event_loop_lag_seconds', 'How late the event loop came, since the last look', lag),
    gauge('database_bytes', 'Size of the database file', [[{}, database]]),
    gauge('wal_bytes', 'Size of what was written since the last checkpoint', [[{}, wal]]),
    gauge('disk_free_bytes', 'Free space where the database is', disk.free === undefined ? [] : [[{}, disk.free]]),
    gauge('disk_low', '1: so little is free that no new events are taken', [[{}, Number(disk.isLow)]]),
    { ...gauge('', 'Memory in use', [[{}, process.memoryUsage.rss()]]), name: 'process_resident_memory_bytes' },
    { ...counter('', 'Processor time', [[{}, (user + system) / 1e6]]), name: 'process_cpu_seconds_total' },
    {
      ...gauge('', 'Start of the process', [[{}, Math.round(startedAt / 1_000)]]),
      name: 'process_start_time_seconds',
    },
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: PREFIX + name, type: 'gauge', help, samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: PREFIX + name, type: 'counter', help, samples };
}
