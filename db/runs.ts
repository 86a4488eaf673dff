import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { PlannedMail, PlannedTask, Problem } from '@/lib/dispatch/schema';
import type { StoredEvent } from '@/lib/events/schema';
import { newObjectId } from '@/lib/format/id';
import type { Run, RunStatus } from '@/lib/runs/schema';
import { database, plucked, prepared, readTransaction } from './client';
import { findEvent, toEvent } from './events';
import { type LaneQueue, pickDue } from './lanes';
import { insertMail } from './mails';
import { setRunStatus } from './run-status';
import { dispatcherRevisions } from './schema/dispatchers';
import { events } from './schema/events';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { tasks } from './schema/tasks';
import { insertTask } from './tasks';

export interface PendingRun {
  id: string;
  revisionId: string;
  actionId: string;
  event: StoredEvent;
}

/** What dispatch decided for one pending run. */
export type PlannedRun = {
  runId: string;
  event: StoredEvent;
} & (
  | { status: 'ready'; effect: PlannedMail | PlannedTask; mailFrom: string }
  | { status: 'problem'; problems: Problem[] }
);

const pendingRuns: LaneQueue = {
  // Pending runs are always due: an empty walk over the lanes costs one look.
  anyDue: () => true,
  // Without the name of the index, SQLite takes the one of the status, and sorts all that waits for each look.
  laneAfter: (lane) =>
    plucked(
      `SELECT lane FROM runs INDEXED BY runs_pending WHERE status = 'pending' AND lane > ? ORDER BY lane LIMIT 1`,
    ).get(lane) as string | undefined,
  dueIn: (lane, _now, limit) =>
    plucked(
      `SELECT id FROM runs INDEXED BY runs_pending WHERE status = 'pending' AND lane = ? ORDER BY id LIMIT ?`,
    ).all(lane, limit) as string[],
};

/** Pending runs with their events, by turns over the event types. Nothing is claimed: planning has no side effect. */
export async function takePendingRuns(limit: number, cursor: string): Promise<{ runs: PendingRun[]; cursor: string }> {
  return readTransaction(() => {
    const picked = pickDue(pendingRuns, { limit, now: 0, laneCap: limit, inFlight: new Map(), cursor });
    const rows = picked.ids.length === 0 ? [] : pendingStatement().all({ ids: JSON.stringify(picked.ids) });
    return { runs: rows.map((row) => ({ ...row, event: toEvent(row.event) })), cursor: picked.cursor };
  });
}

function pendingStatement() {
  return prepared('runs.pending', (db) =>
    db
      .select({ id: runs.id, revisionId: runs.revisionId, actionId: runs.actionId, event: events })
      .from(runs)
      .innerJoin(events, eq(events.id, runs.eventId))
      .where(sql`${runs.id} IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`)
      .orderBy(runs.id)
      .prepare(),
  );
}

/** Writes the mail or task that dispatch planned, with the new status of its run, inside a write transaction that the caller has opened. */
export function storePlannedRun(planned: PlannedRun, now: number): void {
  if (planned.status === 'problem') {
    const reason = [...new Set(planned.problems.map((problem) => problem.message))].join('; ');
    setRunStatus(planned.runId, 'failed', reason, now, { from: 'pending', problems: planned.problems });
    return;
  }
  const { effect } = planned;
  const reason = effect.type === 'task' && effect.startTimestamp > now ? 'waits for its start time' : undefined;
  if (!setRunStatus(planned.runId, 'running', reason, now, { from: 'pending' })) return;
  if (effect.type === 'mail') {
    insertMail({ ...effect, runId: planned.runId, lane: planned.event.type, from: planned.mailFrom, now });
    return;
  }
  insertTask({
    ...effect,
    id: newObjectId(),
    runId: planned.runId,
    idempotencyKey: planned.runId,
    depth: planned.event.depth,
    now,
  });
}

/** All runs of an event, in the order in which the actions stand. */
export async function listRunsOfEvent(eventId: string): Promise<Run[]> {
  return selectRuns().where(eq(runs.eventId, eventId)).orderBy(runs.id).all().map(toRun);
}

/** Runs by id, in the order of `ids`; unknown ids are left out. */
export async function findRuns(ids: readonly string[]): Promise<Run[]> {
  const rows = selectRuns()
    .where(inArray(runs.id, [...ids]))
    .all();
  const found = new Map(rows.map((row) => [row.run.id, toRun(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The newest runs in that status. */
export async function listRunsByStatus(status: RunStatus, limit: number): Promise<Run[]> {
  return selectRuns().where(eq(runs.status, status)).orderBy(desc(runs.id)).limit(limit).all().map(toRun);
}

/** The event that a run belongs to, or undefined. */
export async function findEventOfRun(runId: string): Promise<StoredEvent | undefined> {
  const row = database().select({ eventId: runs.eventId }).from(runs).where(eq(runs.id, runId)).get();
  return row ? findEvent(row.eventId) : undefined;
}

function selectRuns() {
  return database()
    .select({
      run: runs,
      eventType: events.type,
      revision: dispatcherRevisions.definition,
      mailId: mails.id,
      taskId: tasks.id,
    })
    .from(runs)
    .innerJoin(events, eq(events.id, runs.eventId))
    .innerJoin(dispatcherRevisions, eq(dispatcherRevisions.id, runs.revisionId))
    .leftJoin(mails, eq(mails.runId, runs.id))
    .leftJoin(
      tasks,
      and(eq(tasks.runId, runs.id), inArray(tasks.status, ['new', 'inProgress', 'complete', 'failed', 'canceled'])),
    )
    .$dynamic();
}

type RunRow = ReturnType<ReturnType<typeof selectRuns>['all']>[number];

function toRun({ run, eventType, revision, mailId, taskId }: RunRow): Run {
  const { lane: _lane, ...columns } = run;
  return {
    ...columns,
    eventType,
    dispatcherName: revision.name,
    actionName: revision.actions.find((action) => action.id === run.actionId)?.name,
    reason: run.reason ?? undefined,
    problems: run.problems ?? [],
    mailId: mailId ?? undefined,
    taskId: taskId ?? undefined,
  };
}
