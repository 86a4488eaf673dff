import { count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { EventSummary } from '@/lib/console/schema';
import type { ActionType } from '@/lib/dispatchers/schema';
import type { EventOutcome, StoredEvent } from '@/lib/events/schema';
import { newObjectId } from '@/lib/format/id';
import type { JsonValue } from '@/lib/format/json';
import { RUN_STATUSES } from '@/lib/runs/constants';
import type { RunStatus } from '@/lib/runs/schema';
import { noteChange } from './changes';
import { database, prepared, statement } from './client';
import { hasFault } from './faults';
import { events } from './schema/events';
import { runs } from './schema/runs';

/** An event that intake has verified and matched, with the runs that it triggers. */
export interface MatchedEvent {
  type: string;
  content: JsonValue;
  source: string;
  externalId: string | undefined;
  /** What makes the event the same one when it comes again; undefined: every one is new. */
  dedupKey: string | undefined;
  bodyHash: string;
  outcome: EventOutcome;
  depth: number;
  causeTaskId: string | undefined;
  receivedAt: number;
  runs: MatchedRun[];
}

export interface MatchedRun {
  dispatcherId: string;
  revisionId: string;
  actionId: string;
  actionType: ActionType;
}

export interface StoreResult {
  /** `conflict`: the key was used before for another body; nothing is stored. */
  status: 'stored' | 'duplicate' | 'conflict';
  id: string;
  runs: number;
  creationTimestamp: number;
}

/** Stores an event with its runs, inside a write transaction that the caller has opened. */
export function storeMatchedEvent(event: MatchedEvent): StoreResult {
  const dedupKey = hasFault('no-dedup') ? undefined : event.dedupKey;
  if (dedupKey !== undefined) {
    const known = findByDedupKey(dedupKey);
    if (known) {
      const status = known.bodyHash === event.bodyHash ? 'duplicate' : 'conflict';
      return { status, id: known.id, runs: known.runCount, creationTimestamp: known.creationTimestamp };
    }
  }
  const id = newObjectId(event.receivedAt);
  const { receivedAt, runs: matched } = event;
  statement(INSERT_EVENT).run(
    id,
    event.type,
    JSON.stringify(event.content),
    event.source,
    event.externalId ?? null,
    dedupKey ?? null,
    event.bodyHash,
    event.outcome,
    matched.length,
    event.depth,
    event.causeTaskId ?? null,
    receivedAt,
    receivedAt,
  );
  for (const { dispatcherId, revisionId, actionId, actionType } of matched) {
    const run = [newObjectId(), id, event.type, dispatcherId, revisionId, actionId, actionType];
    statement(INSERT_RUN).run(...run, receivedAt, receivedAt);
  }
  noteChange({ kind: 'event', id, type: event.type, outcome: event.outcome, runs: event.runs.length });
  return { status: 'stored', id, runs: event.runs.length, creationTimestamp: event.receivedAt };
}

function findByDedupKey(dedupKey: string) {
  return statement(
    'SELECT id, body_hash bodyHash, run_count runCount, creation_timestamp creationTimestamp FROM events WHERE dedup_key = ?',
  ).get(dedupKey) as { id: string; bodyHash: string; runCount: number; creationTimestamp: number } | undefined;
}

const INSERT_EVENT = `
  INSERT INTO events (id, type, content, source, external_id, dedup_key, body_hash, outcome, run_count, depth,
    cause_task_id, creation_timestamp, update_timestamp)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const INSERT_RUN = `
  INSERT INTO runs (id, event_id, lane, dispatcher_id, revision_id, action_id, action_type, status,
    creation_timestamp, update_timestamp)
  VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`;

/** The event, or undefined. */
export async function findEvent(id: string): Promise<StoredEvent | undefined> {
  const row = findStatement().get({ id });
  return row ? toEvent(row) : undefined;
}

function findStatement() {
  return prepared('events.find', (db) =>
    db
      .select()
      .from(events)
      .where(eq(events.id, sql.placeholder('id')))
      .prepare(),
  );
}

/** Ids of the newest events of a type, the newest first. */
export function listNewestIds(type: string, limit: number): string[] {
  const rows = database()
    .select({ id: events.id })
    .from(events)
    .where(eq(events.type, type))
    .orderBy(desc(events.id))
    .limit(limit)
    .all();
  return rows.map((row) => row.id);
}

/** Adds to each event how many of its runs are in each status. */
export async function withFates(list: readonly StoredEvent[]): Promise<EventSummary[]> {
  const ids = list.filter((event) => event.runCount > 0).map((event) => event.id);
  const counts = database()
    .select({ eventId: runs.eventId, status: runs.status, count: count() })
    .from(runs)
    .where(inArray(runs.eventId, ids))
    .groupBy(runs.eventId, runs.status)
    .all();
  const fates = new Map(list.map((event) => [event.id, noRuns()]));
  for (const row of counts) {
    const fate = fates.get(row.eventId);
    if (fate) fate[row.status] = row.count;
  }
  return list.map((event) => ({ ...event, runs: fates.get(event.id) ?? noRuns() }));
}

/** A count of zero for each run status. */
export function noRuns(): Record<RunStatus, number> {
  return Object.fromEntries(RUN_STATUSES.map((status) => [status, 0])) as Record<RunStatus, number>;
}

export function toEvent(row: typeof events.$inferSelect): StoredEvent {
  const { dedupKey: _key, bodyHash: _hash, ...event } = row;
  return {
    ...event,
    externalId: row.externalId ?? undefined,
    causeTaskId: row.causeTaskId ?? undefined,
  };
}
