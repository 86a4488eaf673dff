import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findEvent } from '@/db/events';
import { findMails } from '@/db/mails';
import { listRunsOfEvent } from '@/db/runs';
import { listTasksOfRuns } from '@/db/tasks';
import { mailAction, taskAction } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { type Engine, startEngine } from '@/lib/delivery/engine';
import { createAction } from '@/lib/dispatchers/actions';
import { createDispatcher } from '@/lib/dispatchers/create';
import { updateDispatcher } from '@/lib/dispatchers/update';
import { createFunction } from '@/lib/functions/create';
import { receiveEvents } from '@/lib/intake/receive-events';
import { reached, send } from '@/lib/runs/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { replayEvent, replayMatchingEvents } from './replay';

const NOW = Date.now();

let server: PrivateServer;
let engine: Engine | undefined;
beforeEach(async () => {
  server = await startPrivateServer({}, { wake: () => engine?.wake() });
  await createTemplate(EVERYTHING, { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye</p>' } }, NOW);
  await createFunction(EVERYTHING, { name: 'erase', kind: 'http', http: { url: 'https://functions.test/erase' } }, NOW);
});
afterEach(async () => {
  await engine?.stop(1_000);
  engine = undefined;
  server.close();
});

const listen = (eventType: string, actions: object[]) => createDispatcher(EVERYTHING, { eventType, actions }, NOW);
const replay = (id: string, body: object = {}) => replayEvent(EVERYTHING, id, body, Date.now());

describe('R-33: replaying an event', () => {
  it('does everything again under new identities, and leaves what was done as it is', async () => {
    await listen('deleted', [mailAction(), taskAction()]);
    engine = await startEngine();
    const eventId = await send('deleted', { email: 'ada@example.com' });
    const settled = (count: number) =>
      waitFor('the runs', async () => {
        const runs = await listRunsOfEvent(eventId);
        return runs.length === count && runs.every((run) => run.status === 'succeeded') ? runs : undefined;
      });
    const before = await settled(2);
    const { runs: waiting } = await replay(eventId);
    expect(waiting.map((run) => [run.status, run.replay])).toEqual([
      ['pending', 1],
      ['pending', 1],
    ]);
    const after = await settled(4);
    expect(after.slice(0, 2)).toEqual(before);
    const mails = await findMails(after.flatMap((run) => run.mailId ?? []));
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(2);
    const tasks = await listTasksOfRuns(after.map((run) => run.id));
    expect(new Set(tasks.map((task) => task.idempotencyKey)).size).toBe(2);
    await replay(eventId);
    expect((await settled(6)).at(-1)).toMatchObject({ replay: 2 });
  });

  it('uses the dispatchers as they are now: an event that nobody heard is heard', async () => {
    const eventId = await send('unheard');
    const refusal = await refusalOf(() => replay(eventId));
    expect([refusal.code, refusal.message]).toEqual([
      27,
      'This event cannot be replayed: no dispatcher listens to its type',
    ]);
    await listen('unheard', [taskAction()]);
    await replay(eventId);
    expect(await findEvent(eventId)).toMatchObject({ outcome: 'matched', runCount: 1 });
    engine = await startEngine();
    await reached(eventId, 'succeeded');
  });

  it('can be restricted to one dispatcher or one action', async () => {
    const one = await listen('deleted', [mailAction(), taskAction()]);
    const other = await listen('deleted', [mailAction()]);
    const eventId = await send('deleted');
    expect((await replay(eventId, { dispatcherId: other.id })).runs.map((run) => run.dispatcherId)).toEqual([other.id]);
    const actionId = one.actions[1]?.id;
    expect((await replay(eventId, { dispatcherId: one.id, actionId })).runs).toMatchObject([{ actionId }]);
    const refusal = await refusalOf(() => replay(eventId, { dispatcherId: other.id, actionId }));
    expect(refusal.message).toContain('does not act on it');
  });

  it('does nothing for what is disabled, or too deep in a loop', async () => {
    const dispatcher = await listen('deleted', []);
    const eventId = await send('deleted');
    expect((await refusalOf(() => replay(eventId))).message).toContain('has no actions');
    await createAction(EVERYTHING, dispatcher.id, mailAction(), NOW);
    await updateDispatcher(EVERYTHING, dispatcher.id, { enabled: false }, NOW);
    expect((await refusalOf(() => replay(eventId))).message).toContain('is disabled');
    const deep = { source: 'system', depth: 6 };
    const [loop] = await receiveEvents([{ type: 'deleted', content: {}, key: undefined }], deep, NOW);
    expect((await refusalOf(() => replay(loop?.id ?? ''))).message).toContain('loop guard');
  });

  it('is for who has the permission, and for events that are there', async () => {
    expect((await refusalOf(() => replayEvent(allowed('VIEW_EVENTS', 'RETRY_RUNS'), 'x', {}, NOW))).code).toBe(10);
    expect((await refusalOf(() => replay('f'.repeat(24)))).code).toBe(16);
    expect((await refusalOf(() => replay('f'.repeat(24), { dispatcher: 1 }))).code).toBe(15);
  });
});

describe('R-33: replaying all that match', () => {
  it('replays each event once, and not those that arrive meanwhile', async () => {
    await listen('many', [taskAction()]);
    await Promise.all(Array.from({ length: 600 }, (_, n) => send('many', { n })));
    await send('unheard');
    const query = 'in(type,many,unheard)';
    const dryRun = await replayMatchingEvents(EVERYTHING, { query, dryRun: true });
    const expected = { matched: 601, changed: 600, skipped: 1, reasons: { 'no dispatcher listens to its type': 1 } };
    expect(dryRun).toEqual(expected);
    const replaying = replayMatchingEvents(EVERYTHING, { query });
    const late = await send('many', { n: 600 });
    expect(await replaying).toEqual(expected);
    expect(await listRunsOfEvent(late)).toHaveLength(1);
  });

  it('can be restricted by content, and to one dispatcher', async () => {
    await listen('deleted', [taskAction()]);
    const other = await listen('deleted', [taskAction()]);
    const wanted = await send('deleted', { tenant: 't-1' });
    const unwanted = await send('deleted', { tenant: 't-2' });
    const body = { query: 'type=deleted&content.tenant=t-1', dispatcherId: other.id };
    expect(await replayMatchingEvents(EVERYTHING, body)).toMatchObject({ matched: 1, changed: 1 });
    expect(await listRunsOfEvent(wanted)).toHaveLength(3);
    expect(await listRunsOfEvent(unwanted)).toHaveLength(2);
    expect((await refusalOf(() => replayMatchingEvents(allowed('VIEW_EVENTS'), body))).code).toBe(10);
    expect((await refusalOf(() => replayMatchingEvents(EVERYTHING, { query: 'limit(1)' }))).code).toBe(26);
  });
});
