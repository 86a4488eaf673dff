import { eventSource } from '@/db/event-walk';
import { findEvent } from '@/db/events';
import { type Replay, storeReplays } from '@/db/replays';
import { findRuns } from '@/db/runs';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { changeMatching, type RowResult } from '@/lib/runs/change-matching';
import type { BulkResult } from '@/lib/runs/schema';
import { serverContext } from '@/lib/server/context';
import { matchReplay } from './match-replay';
import { BulkReplayInput, ReplayInput, type ReplayResult } from './schema';

/**
 * Does again, on purpose, what an event brings about, with the dispatchers as they are now: new runs, and with them new
 * mails (another Message-ID) and new tasks (another idempotency key). What it brought about before stays as it is.
 * @throws ServiceError 10, 15, 16, and 27 when nothing follows from the event now.
 */
export async function replayEvent(principal: Principal, id: string, body: unknown, now: number): Promise<ReplayResult> {
  requirePermission(principal, 'REPLAY_EVENTS');
  const only = parseInput(ReplayInput, body);
  const event = await findEvent(id);
  if (!event) throw resourceUnknown('event', id);
  const replay = await matchReplay(event, only);
  if ('refusal' in replay) throw new ServiceError(27, `This event cannot be replayed: ${replay.refusal}`);
  const [runIds = []] = await storeReplays([replay], now);
  serverContext().wake();
  return { eventId: id, runs: await findRuns(runIds) };
}

/** The same for every event that an RQL filter finds, the oldest first. @throws ServiceError 10, 14, 15, 19, 26. */
export async function replayMatchingEvents(principal: Principal, body: unknown): Promise<BulkResult> {
  requirePermission(principal, 'REPLAY_EVENTS');
  const { dispatcherId, actionId, ...input } = parseInput(BulkReplayInput, body);
  return changeMatching(eventSource, input, async (ids) => {
    const results: RowResult[] = [];
    const replays: Replay[] = [];
    for (const id of ids) {
      const event = await findEvent(id);
      if (!event) continue;
      const replay = await matchReplay(event, { dispatcherId, actionId });
      if (!('refusal' in replay)) replays.push(replay);
      results.push({ refusal: 'refusal' in replay ? replay.refusal : undefined });
    }
    if (!input.dryRun) {
      await storeReplays(replays, Date.now());
      serverContext().wake();
    }
    return results;
  });
}
