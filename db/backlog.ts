import { timeOfId } from '@/lib/format/id';
import { prepared } from './client';

/** The tables that are queues. */
export const QUEUES = ['runs', 'mails', 'tasks'] as const;
export type Queue = (typeof QUEUES)[number];

/** What is due in one lane. */
export interface LaneBacklog {
  lane: string;
  /** At most the number that was asked for, which then stands for that many or more. */
  depth: number;
  oldestDueAt: number;
}

interface Survey {
  now: number;
  /** How many rows of a lane are counted. */
  maxDepth: number;
  maxLanes: number;
  budgetMs: number;
}

const DUE = {
  runs: `SELECT count(*) depth, min(id) oldest FROM (SELECT id FROM runs
         WHERE status = 'pending' AND lane = @lane AND @now > 0 ORDER BY id LIMIT @limit)`,
  mails: `SELECT count(*) depth, min(due_at) oldest FROM (SELECT due_at FROM mails
          WHERE status = 'queued' AND lane = @lane AND due_at <= @now ORDER BY due_at LIMIT @limit)`,
  tasks: `SELECT count(*) depth, min(start_timestamp) oldest FROM (SELECT start_timestamp FROM tasks
          WHERE status = 'new' AND function_name = @lane AND start_timestamp <= @now LIMIT @limit)`,
} as const satisfies Record<Queue, string>;

const NEXT_LANE = {
  runs: `SELECT lane FROM runs WHERE status = 'pending' AND lane > ? ORDER BY lane LIMIT 1`,
  mails: `SELECT lane FROM mails WHERE status = 'queued' AND lane > ? ORDER BY lane LIMIT 1`,
  tasks: `SELECT function_name FROM tasks WHERE status = 'new' AND function_name > ? ORDER BY function_name LIMIT 1`,
} as const satisfies Record<Queue, string>;

/**
 * What is due in each lane of a queue, from its partial index.
 * @returns not `complete`: there are more lanes than could be looked at.
 */
export function surveyBacklog(
  queue: Queue,
  { now, maxDepth, maxLanes, budgetMs }: Survey,
): { lanes: LaneBacklog[]; complete: boolean } {
  const endsAt = performance.now() + budgetMs;
  const lanes: LaneBacklog[] = [];
  let looked = 0;
  for (let lane = laneAfter(queue, ''); lane !== undefined; lane = laneAfter(queue, lane)) {
    if (looked++ >= maxLanes || performance.now() > endsAt) return { lanes, complete: false };
    const { depth, oldest } = dueIn(queue, { lane, now, limit: maxDepth });
    if (oldest === null) continue;
    lanes.push({ lane, depth, oldestDueAt: typeof oldest === 'string' ? timeOfId(oldest) : oldest });
  }
  return { lanes, complete: true };
}

function laneAfter(queue: Queue, lane: string): string | undefined {
  const statement = prepared(`backlog.${queue}.next`, (db) => db.$client.prepare(NEXT_LANE[queue]).pluck());
  return statement.get(lane) as string | undefined;
}

function dueIn(queue: Queue, given: { lane: string; now: number; limit: number }) {
  const statement = prepared(`backlog.${queue}.due`, (db) => db.$client.prepare(DUE[queue]));
  return statement.get(given) as { depth: number; oldest: string | number | null };
}
