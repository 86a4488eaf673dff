import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newObjectId } from '@/lib/format/id';
import { rawDatabase } from './client';
import { findEvent } from './events';
import { makeOnce } from './request-keys';
import { releaseFreePages, removeFinished } from './retention';
import { insertTask } from './tasks';
import {
  matchedEvent,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  storeEvents,
  taskAction,
} from './testing';
import { countSignInAttempt, purgeSignInFailures } from './users';

const DAY_MS = 24 * 3_600_000;
// Ids carry the time at which they were made, and never go back: what is old here is made first.
const NOW = Date.now() + 365 * DAY_MS;
const OLD = NOW - 100 * DAY_MS;

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const store = async (changes: object = {}) =>
  only(await storeEvents([matchedEvent([], { receivedAt: OLD, ...changes })]));
const remove = async (limit = 1_000) => removeFinished(OLD + DAY_MS, limit);
const count = (table: string) => rawDatabase().prepare(`SELECT count(*) FROM ${table}`).pluck().get();

async function storeWithRun(status: string): Promise<string> {
  const listener = await newListener({ actions: [taskAction()] });
  const { id } = await store(matchedEvent([listener], { receivedAt: OLD }));
  rawDatabase().prepare('UPDATE runs SET status = ? WHERE event_id = ?').run(status, id);
  return id;
}

function storeOldTask(now: number): string {
  const id = newObjectId();
  const fields = { functionName: 'erase', data: {}, startTimestamp: now, tags: [], priority: 0 };
  insertTask({ ...fields, id, idempotencyKey: id, depth: 0, now });
  return id;
}

describe('removing what is old', () => {
  it('removes events with nothing to follow, and those whose runs are all done, with their runs', async () => {
    newObjectId(OLD);
    const ids = [(await store()).id, await storeWithRun('succeeded'), await storeWithRun('canceled')];
    expect(await remove()).toBe(3);
    for (const id of ids) expect(await findEvent(id)).toBeUndefined();
    expect(count('runs')).toBe(0);
  });

  it('R-34: keeps what somebody must still act on: pending, running and failed', async () => {
    newObjectId(OLD);
    const ids = [await storeWithRun('pending'), await storeWithRun('running'), await storeWithRun('failed')];
    expect(await remove()).toBe(0);
    for (const id of ids) expect(await findEvent(id)).toBeDefined();
  });

  it('removes slice by slice, never more than asked for', async () => {
    newObjectId(OLD);
    for (let n = 0; n < 5; n++) await store();
    expect([await remove(2), await remove(2), await remove(2), await remove(2)]).toEqual([2, 2, 1, 0]);
  });

  it('R-34: gives what it has freed back to the disk in slices, and keeps some for what comes next', async () => {
    newObjectId(OLD);
    for (let n = 0; n < 200; n++) await store({ content: { text: 'x'.repeat(20_000) } });
    const pages = () => Number(rawDatabase().pragma('page_count', { simple: true }));
    const full = pages();
    while ((await remove()) > 0);
    expect(pages()).toBe(full);
    const given: number[] = [];
    for (let last = 1; last > 0; given.push(last)) last = await releaseFreePages(100, 64);
    expect(Math.max(...given)).toBeLessThanOrEqual(64);
    // With them go the pages that say where pages are.
    expect(full - pages()).toBeGreaterThanOrEqual(given.reduce((sum, n) => sum + n, 0));
    expect(rawDatabase().pragma('freelist_count', { simple: true })).toBe(100);
    expect(rawDatabase().pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('R-10: forgets the key of a request when what it made is gone, and no sooner', async () => {
    const request = { hash: 'a', bodyHash: 'b', now: OLD };
    newObjectId(OLD);
    const make = (now: number) => makeOnce({ ...request, now }, () => storeOldTask(now));
    const first = await make(OLD);
    expect([first.status, await make(NOW)]).toEqual(['made', { status: 'duplicate', id: first.id }]);
    expect(await remove()).toBe(0);
    rawDatabase().prepare("UPDATE tasks SET status = 'complete'").run();
    expect([await remove(), await remove(), await remove()]).toEqual([1, 1, 0]);
    const second = await make(NOW);
    expect(second.status).toBe('made');
    rawDatabase().prepare('DELETE FROM tasks').run();
    expect(await remove()).toBe(0);
  });

  it('R-10: lets an event whose record is gone be taken again', async () => {
    newObjectId(OLD);
    const key = { dedupKey: 'default\nid:1' };
    const first = await store(key);
    expect((await store(key)).status).toBe('duplicate');
    await remove();
    const second = await store({ ...key, receivedAt: NOW });
    expect(second.status).toBe('stored');
    expect(second.id).not.toBe(first.id);
    expect(await remove()).toBe(0);
  });
});

describe('wrong passwords', () => {
  it('are forgotten when they are old, so that made-up addresses do not fill the disk', async () => {
    const attempt = (key: string, now: number) => countSignInAttempt([key], () => 0, now, 0);
    await attempt('account:old@example.com', OLD);
    await attempt('account:new@example.com', NOW);
    expect(await purgeSignInFailures(NOW)).toBe(1);
    expect(rawDatabase().prepare('SELECT key FROM sign_in_failures').pluck().all()).toEqual([
      'account:new@example.com',
    ]);
  });
});
