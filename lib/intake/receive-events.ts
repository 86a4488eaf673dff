import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseBusy, isStorageUnavailable } from '@/db/client';
import type { MatchedEvent, StoreResult } from '@/db/events';
import { hasFault, passPoint } from '@/db/faults';
import { ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import type { IncomingEvent } from './cloud-events';
import { type EventOrigin, matchIncoming } from './match-incoming';

/** Events in memory that are not committed yet; more are refused, so that memory stays bounded. */
const MAX_WAITING = 10_000;
const STORE_PATIENCE_MS = 5_000;
const RETRY_AFTER_S = 5;
/** Longer than a server takes to stop. */
const FAULT_DELAY_MS = 3_000;

/**
 * Stores events with the runs that they trigger. When the promise resolves, all of it is committed and synced to disk.
 * @returns for each event its id and number of runs, and whether it was there already.
 * @throws ServiceError with status 503 and Retry-After when nothing can be stored now.
 */
export async function receiveEvents(
  events: readonly IncomingEvent[],
  origin: EventOrigin,
  now: number,
): Promise<StoreResult[]> {
  const { intake, wake } = serverContext();
  if (intake.waiting + events.length > MAX_WAITING) throw unavailable('The server is busy');
  const matched = await Promise.all(events.map((event) => matchIncoming(event, origin, now)));
  const results = await Promise.all(
    matched.map((event) => (hasFault('ack-before-commit') ? promise(event) : store(event))),
  );
  passPoint('intake-commit');
  passPoint('before-ack');
  if (results.some((result) => result.status === 'stored' && result.runs > 0)) wake('runs');
  return results;
}

/** The fault `ack-before-commit`: says that it is stored, and stores it some seconds later. */
async function promise(event: MatchedEvent): Promise<StoreResult> {
  void delay(FAULT_DELAY_MS).then(() => store(event));
  return { status: 'stored', id: '', runs: event.runs.length, creationTimestamp: event.receivedAt };
}

/** A locked file is tried again for a while without holding up the event loop; a full disk is the caller's to wait for. */
async function store(event: MatchedEvent): Promise<StoreResult> {
  const giveUpAt = performance.now() + STORE_PATIENCE_MS;
  for (;;) {
    try {
      return await serverContext().intake.add(event);
    } catch (error) {
      if (!isStorageUnavailable(error)) throw error;
      if (!isDatabaseBusy(error) || performance.now() > giveUpAt) {
        serverContext().logger.error({ err: error }, 'an event could not be stored');
        throw unavailable('The event could not be stored');
      }
      await delay(50 + Math.random() * 100);
    }
  }
}

function unavailable(message: string): ServiceError {
  return new ServiceError(1, `${message}; try again in ${RETRY_AFTER_S} s`, {
    status: 503,
    headers: { 'retry-after': String(RETRY_AFTER_S) },
  });
}
