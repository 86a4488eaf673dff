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
import { listUndelivered } from './list';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

describe('what never got delivered', () => {
  it('is every failed run, the newest first, with its reason, and nothing that went well', async () => {
    await createDispatcher(EVERYTHING, { eventType: 'heard', name: 'Hear', actions: [mailAction()] }, Date.now());
    const fine = await runOf(await send('heard'));
    const first = await runOf(await send('heard'));
    const second = await runOf(await send('heard'));
    writeTransaction(() => {
      setRunStatus(fine.id, 'succeeded', undefined, Date.now());
      setRunStatus(first.id, 'failed', 'the first reason', Date.now());
      setRunStatus(second.id, 'failed', 'the second reason', Date.now() + 1);
    });
    expect(await listUndelivered(EVERYTHING)).toEqual({
      data: [
        expect.objectContaining({ kind: 'run', id: second.id, title: 'Hear', reason: 'the second reason' }),
        expect.objectContaining({ kind: 'run', id: first.id, eventType: 'heard', actionType: 'mail' }),
      ],
      runs: { count: 2, complete: true },
    });
  });

  it('is for those who may see runs, mails and tasks', async () => {
    expect((await refusalOf(() => listUndelivered(allowed('VIEW_EVENTS', 'VIEW_MAILS')))).code).toBe(10);
  });
});
