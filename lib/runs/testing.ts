import { listRunsOfEvent } from '@/db/runs';
import { only } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { receiveEvents } from '@/lib/intake/receive-events';
import type { Run, RunStatus } from './schema';

/** Stores an event as intake does. @returns its id. */
export async function send(type: string, content: object = {}): Promise<string> {
  const event = { type, content: { ...content }, key: undefined };
  return only(await receiveEvents([event], { source: 'default' }, Date.now())).id;
}

/** The one run of an event, as it is now. */
export async function runOf(eventId: string): Promise<Run> {
  return only(await listRunsOfEvent(eventId));
}

/** The one run of an event once it has this status, and `when` holds. */
export function reached(eventId: string, status: RunStatus, when: (run: Run) => boolean = () => true): Promise<Run> {
  return waitFor(`the run to be ${status}`, async () => {
    const run = await runOf(eventId);
    return run.status === status && when(run) ? run : undefined;
  });
}
