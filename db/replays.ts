import { eq, max, sql } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import { noteChange } from './changes';
import { database, writeTransaction } from './client';
import type { MatchedRun } from './events';
import { events } from './schema/events';
import { runs } from './schema/runs';

/** An event that is to be done again, with the runs that follow from it now. */
export interface Replay {
  eventId: string;
  eventType: string;
  runs: readonly MatchedRun[];
}

/** Stores the runs of replays, all in one commit. They wait to be planned. @returns their ids, for each replay in order. */
export async function storeReplays(replays: readonly Replay[], now: number): Promise<string[][]> {
  return writeTransaction(() => replays.map((replay) => storeReplay(replay, now)));
}

function storeReplay({ eventId, eventType, runs: matched }: Replay, now: number): string[] {
  const before = database()
    .select({ replay: max(runs.replay) })
    .from(runs)
    .where(eq(runs.eventId, eventId))
    .get();
  const replay = (before?.replay ?? 0) + 1;
  const rows = matched.map((run) => ({
    ...run,
    id: newObjectId(),
    eventId,
    lane: eventType,
    replay,
    status: 'pending' as const,
    creationTimestamp: now,
    updateTimestamp: now,
  }));
  database().insert(runs).values(rows).run();
  database()
    .update(events)
    .set({ outcome: 'matched', runCount: sql`${events.runCount} + ${rows.length}`, updateTimestamp: now })
    .where(eq(events.id, eventId))
    .run();
  for (const { id } of rows) noteChange({ kind: 'run', id, eventId, status: 'pending' });
  return rows.map((row) => row.id);
}
