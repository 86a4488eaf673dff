import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { removeFinished } from '@/db/retention';
import { setRunStatus } from '@/db/run-status';
import { mailAction } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import { runOf, send } from '@/lib/runs/testing';
import { EVERYTHING, type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { createVolumeCounter, type VolumeCounter } from './volume';

const HOUR_MS = 3_600_000;

let server: PrivateServer;
let volume: VolumeCounter;
let clock: number;
beforeEach(async () => {
  server = await startPrivateServer();
  clock = Date.now();
  volume = createVolumeCounter(() => clock);
  await createDispatcher(EVERYTHING, { eventType: 'heard', actions: [mailAction()] }, Date.now());
});
afterEach(() => {
  volume.close();
  server.close();
});

/** Whole hours around now: they are counted once and kept. */
const day = () => {
  const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS;
  return volume.count(from, from + 24 * HOUR_MS);
};

describe('the volume', () => {
  it('is true again after each new event and each change of a run, however often it was asked for', async () => {
    expect(await day()).toMatchObject({ events: 0 });
    const run = await runOf(await send('heard'));
    expect(await day()).toMatchObject({ events: 1, runs: { pending: 1 } });
    writeTransaction(() => setRunStatus(run.id, 'failed', 'no', Date.now()));
    expect(await day()).toMatchObject({ events: 1, runs: { pending: 0, failed: 1 } });
    await send('nobody_listens');
    expect(await day()).toMatchObject({ events: 2, runs: { failed: 1 } });
  });

  it('notices within ten minutes what retention removed', async () => {
    await send('nobody_listens');
    expect(await day()).toMatchObject({ events: 1 });
    expect(await removeFinished(Date.now() + 10, 100)).toBeGreaterThan(0);
    clock += 601_000;
    expect(await day()).toMatchObject({ events: 0 });
  });

  it('is the same in parts of an hour as in the whole', async () => {
    for (let i = 0; i < 3; i++) await send('nobody_listens');
    const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const parts = await volume.countBuckets(from, from + HOUR_MS, 7 * 60_000);
    expect(parts.reduce((sum, { events }) => sum + events, 0)).toBe(3);
    expect(parts).toHaveLength(9);
    expect((await volume.count(from, from + HOUR_MS)).events).toBe(3);
  });
});
