import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { setRunStatus } from '@/db/run-status';
import { mailAction } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import { runOf, send } from '@/lib/runs/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { viewStatistics } from './view';

const HOUR_MS = 3_600_000;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const listen = (eventType: string, name?: string) =>
  createDispatcher(EVERYTHING, { eventType, name, actions: [mailAction()] }, Date.now());
const view = (query: Record<string, string> = {}, now = Date.now() + 1) =>
  viewStatistics(EVERYTHING, new URLSearchParams(query), now);
const fail = (id: string) => writeTransaction(() => setRunStatus(id, 'failed', 'no', Date.now()));

describe('statistics', () => {
  it('count events and the statuses of their runs in the bucket in which they came', async () => {
    await listen('heard');
    for (let i = 0; i < 3; i++) await send('heard');
    fail((await runOf(await send('heard'))).id);
    await send('unheard');
    const { buckets, from, to, bucket } = await view();
    expect([buckets.length, bucket, to - from]).toEqual([24, HOUR_MS, 24 * HOUR_MS]);
    expect(buckets.at(-1)).toMatchObject({ events: 5, runs: { pending: 3, failed: 1, succeeded: 0 } });
    expect(buckets.slice(0, -1).every(({ events, runs }) => events + runs.pending + runs.failed === 0)).toBe(true);
  });

  it('cut the last bucket at the end, and leave out what lies outside', async () => {
    const id = await send('unheard');
    const at = Number.parseInt(id.slice(0, 12), 16);
    const query = { from: String(at - 2_500), to: String(at + 1), bucket: '1000' };
    expect((await view(query)).buckets.map(({ events }) => events)).toEqual([0, 0, 1]);
    expect((await view({ ...query, to: String(at) })).buckets.map(({ events }) => events)).toEqual([0, 0, 0]);
  });

  it('say of each dispatcher when it last fired, what failed, and how its day went', async () => {
    const busy = await listen('heard');
    const idle = await listen('never');
    const eventId = await send('heard');
    const run = await runOf(eventId);
    await send('heard');
    fail(run.id);
    const { dispatchers } = await view();
    const day = Array.from({ length: 24 }, () => 0);
    expect(dispatchers).toEqual([
      { id: busy.id, lastFiredAt: expect.any(Number), failures24h: 1, hours: [...day.slice(1), 2] },
      { id: idle.id, failures24h: 0, hours: day },
    ]);
    expect(dispatchers[0]?.lastFiredAt).toBeGreaterThanOrEqual(run.creationTimestamp);
    expect((await view({ dispatcherIds: idle.id })).dispatchers.map(({ id }) => id)).toEqual([idle.id]);
    const tomorrow = await view({}, Date.now() + 25 * HOUR_MS);
    expect(tomorrow.dispatchers[0]).toMatchObject({ failures24h: 0, hours: day, lastFiredAt: expect.any(Number) });
  });

  it('name what never meets, with the slip that may be the cause, on both sides', async () => {
    const typo = await listen('user_deletd', 'Erase');
    await listen('user_created');
    await send('user_deleted');
    await send('user_created');
    await send('something_else');
    const { neverFired, unheard } = await view();
    expect(neverFired).toEqual({
      total: 1,
      data: [
        {
          id: typo.id,
          name: 'Erase',
          eventType: 'user_deletd',
          enabled: true,
          creationTimestamp: typo.creationTimestamp,
          suggestions: ['user_deleted'],
        },
      ],
    });
    expect(unheard).toMatchObject([
      { type: 'something_else', events: 1, suggestions: [] },
      { type: 'user_deleted', events: 1, suggestions: ['user_deletd'] },
    ]);
  });

  it('are bounded, and refuse a time that makes no sense', async () => {
    const codeOf = async (query: Record<string, string>) => (await refusalOf(() => view(query))).code;
    expect((await view({ from: '0', to: '200000', bucket: '1000' })).buckets).toHaveLength(200);
    expect(await codeOf({ from: '0', to: '200001', bucket: '1000' })).toBe(15);
    expect(await codeOf({ from: '5', to: '5' })).toBe(15);
    expect(await codeOf({ from: 'yesterday' })).toBe(15);
    expect(await codeOf({ dispatcherIds: 'x' })).toBe(15);
    const refusal = await refusalOf(() => viewStatistics(allowed('VIEW_EVENTS'), new URLSearchParams(), Date.now()));
    expect(refusal.code).toBe(10);
  });
});
