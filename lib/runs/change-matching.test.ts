import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSource } from '@/db/run-pages';
import { taskAction } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import { EVERYTHING, type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { changeMatching } from './change-matching';
import { send } from './testing';

const CHANGE_MS = 60;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

it('R-33: others get as long a turn after each slice, also when a caller asks for one slice at a time', async () => {
  await createDispatcher(EVERYTHING, { eventType: 'many', actions: [taskAction()] }, Date.now());
  for (let n = 0; n < 4; n++) await send('many', { n });
  const startedAt = performance.now();
  const result = await changeMatching(runSource, { query: 'eventType=many', limit: 2, dryRun: false }, async (ids) => {
    await delay(CHANGE_MS);
    return ids.map(() => ({ refusal: undefined }));
  });
  expect(result).toMatchObject({ changed: 2, next: expect.any(String) });
  expect(performance.now() - startedAt).toBeGreaterThan(CHANGE_MS * 1.9);
});
