import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listRunsByStatus } from '@/db/runs';
import { matchedEvent, newListener, storeEvent, taskAction } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { type DispatchLoop, startDispatchLoop } from './loop';

let server: PrivateServer;
let loop: DispatchLoop | undefined;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(async () => {
  await loop?.stop();
  server.close();
});

it('leaves the event loop to a flood of events, and goes on as soon as that ends', async () => {
  const listener = await newListener({ actions: Array.from({ length: 40 }, () => taskAction()) });
  for (let event = 0; event < 5; event++) await storeEvent(matchedEvent([listener]));
  const plannedAt: number[] = [];
  const batches = (count: number) => waitFor(`${count} batches`, async () => plannedAt.length >= count || undefined);
  let isFlooded = true;
  loop = startDispatchLoop(server.context.logger, {
    planned: () => plannedAt.push(performance.now()),
    isFlooded: () => isFlooded,
    floodRestMs: 10_000,
  });
  await batches(1);
  await delay(100);
  expect(plannedAt, 'in a flood').toHaveLength(1);
  expect(await listRunsByStatus('pending', 200), 'a small batch, for senders wait meanwhile').toHaveLength(200 - 16);
  isFlooded = false;
  const endedAt = performance.now();
  await batches(4);
  expect((plannedAt[1] ?? 0) - endedAt).toBeLessThan(2_000);
});
