import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { setRunStatus } from '@/db/run-status';
import { listRunsOfEvent } from '@/db/runs';
import { mailAction, taskAction } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { cancelMatchingRuns } from './cancel';
import { countRuns, listRuns } from './list';
import { retryMatchingRuns } from './retry';
import { runOf, send } from './testing';

const NOW = Date.now();

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const listen = (eventType: string, actions: object[] = [mailAction()]) =>
  createDispatcher(EVERYTHING, { eventType, actions }, NOW);
const fail = (...runIds: string[]) =>
  writeTransaction(() => {
    for (const id of runIds) setRunStatus(id, 'failed', 'content.email is not there', Date.now());
  });
const list = async (query: string) => (await listRuns(EVERYTHING, query)).data;
const ids = async (query: string) => (await list(query)).map((run) => run.id);
const retry = (body: object) => retryMatchingRuns(EVERYTHING, body);

/** Sends events of one type. @returns their runs, the oldest first. */
async function sendMany(type: string, count: number): Promise<string[]> {
  const eventIds = await Promise.all(Array.from({ length: count }, (_, n) => send(type, { n })));
  return (await Promise.all(eventIds.map((id) => runOf(id)))).map((run) => run.id).sort();
}

describe('the list of runs', () => {
  it('finds a run by an address inside the content of its event, by path and by text', async () => {
    await listen('deleted');
    const wanted = await send('deleted', { user: { mails: ['ada@example.com', 'x@example.com'] } });
    await send('deleted', { user: { mails: ['bob@example.com'] } });
    const { id } = await runOf(wanted);
    expect(await ids('eq(content.user.mails,ada@example.com)')).toEqual([id]);
    expect(await ids('like(content.user.mails,ADA@)')).toEqual([id]);
    expect(await ids('like(text,ada@example)')).toEqual([id]);
    expect(await ids('like(text,carol)')).toEqual([]);
  });

  it('filters by status, reason, type, dispatcher, action and time', async () => {
    const dispatcher = await listen('a', [mailAction(), taskAction()]);
    await listen('b');
    const [mail, task] = await listRunsOfEvent(await send('a'));
    const other = await runOf(await send('b'));
    fail(mail?.id ?? '');
    expect(await ids('status=failed')).toEqual([mail?.id]);
    expect(await ids('like(reason,email)&eventType=a')).toEqual([mail?.id]);
    expect(await ids('actionType=task')).toEqual([task?.id]);
    expect(await ids(`dispatcherId=${dispatcher.id}`)).toEqual([task?.id, mail?.id]);
    expect(await ids('in(status,pending,running)&eventType=b')).toEqual([other.id]);
    expect(await ids(`creationTimestamp>=${new Date(NOW - 1_000).toISOString()}`)).toHaveLength(3);
    expect(await ids(`creationTimestamp>=${Date.now() + 3_600_000}`)).toEqual([]);
    expect(await ids(`creationTimestamp<${NOW - 3_600_000}`)).toEqual([]);
  });

  it('goes from the newest to the oldest, page by page, each run once', async () => {
    await listen('many');
    const all = await sendMany('many', 130);
    const seen: string[] = [];
    for (let before = ''; ; ) {
      const page = await listRuns(EVERYTHING, `eventType=many&limit(40)${before}`);
      seen.push(...page.data.map((run) => run.id));
      if (page.nextBefore === undefined) break;
      before = `&lt(id,${page.nextBefore})`;
    }
    expect(seen).toEqual(all.toReversed());
    expect((await listRuns(EVERYTHING, 'limit(1000)')).data).toHaveLength(100);
  });

  it('finds what is far back, without looking at everything in one go', async () => {
    await listen('rare');
    await listen('many');
    const rare = await runOf(await send('rare', { needle: 'yes' }));
    await sendMany('many', 5_200);
    const found: string[] = [];
    for (let before = ''; ; ) {
      const page = await listRuns(EVERYTHING, `content.needle=yes${before}`);
      found.push(...page.data.map((run) => run.id));
      if (page.nextBefore === undefined) break;
      before = `&lt(id,${page.nextBefore})`;
    }
    expect(found).toEqual([rare.id]);
    expect(await countRuns(EVERYTHING, 'content.needle=yes')).toEqual({ count: 1, complete: true });
    expect(await countRuns(EVERYTHING, 'eventType=many')).toEqual({ count: 5_200, complete: true });
  });

  it('refuses what it cannot do, and who may not see it', async () => {
    const codeOf = async (query: string) => (await refusalOf(() => listRuns(EVERYTHING, query))).code;
    for (const query of ['sort(id)', 'limit(5,5)', 'select(id)', 'eq(nothing,1)', 'nonsense(']) {
      expect(await codeOf(query)).toBe(19);
    }
    expect((await refusalOf(() => listRuns(allowed('VIEW_MAILS'), ''))).code).toBe(10);
    expect((await refusalOf(() => countRuns(EVERYTHING, 'status=failed&sort(id)'))).code).toBe(19);
    expect((await refusalOf(() => countRuns(allowed('VIEW_MAILS'), ''))).code).toBe(10);
  });
});

describe('R-33: retrying all that match', () => {
  it('changes every one, over several slices, and says how many were skipped and why', async () => {
    await listen('many');
    const runs = await sendMany('many', 1_203);
    fail(...runs.slice(3));
    const dryRun = await retry({ query: 'eventType=many', dryRun: true });
    const expected = { matched: 1_203, changed: 1_200, skipped: 3, reasons: { 'it is about to be planned': 3 } };
    expect(dryRun).toEqual(expected);
    expect(await countRuns(EVERYTHING, 'status=failed')).toMatchObject({ count: 1_200 });
    expect(await retry({ query: 'eventType=many' })).toEqual(expected);
    expect(await countRuns(EVERYTHING, 'status=pending')).toMatchObject({ count: 1_203 });
    expect(server.wakeUps()).toBeGreaterThan(0);
  });

  it('goes on where it stopped, over what was there at its start', async () => {
    await listen('many');
    const runs = await sendMany('many', 10);
    fail(...runs);
    const first = await retry({ query: 'status=failed', limit: 4 });
    expect(first).toMatchObject({ matched: 4, changed: 4, next: `${runs[3]}-${runs[9]}` });
    fail(...(await sendMany('many', 2)), ...runs.slice(0, 4));
    const second = await retry({ query: 'status=failed', after: first.next });
    expect(second).toMatchObject({ matched: 6, changed: 6 });
    expect(second.next).toBeUndefined();
    expect(await ids('status=failed')).toHaveLength(6);
  });

  it('lets others have their turn between two slices', async () => {
    await listen('many');
    fail(...(await sendMany('many', 1_100)));
    let turns = 0;
    const count = () => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await retry({ query: 'status=failed' });
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('takes no query that filters nothing, no unknown field, and nobody without the permission', async () => {
    const codeOf = async (body: unknown) => (await refusalOf(() => retryMatchingRuns(EVERYTHING, body))).code;
    expect(await codeOf({ query: 'limit(5)' })).toBe(26);
    expect(await codeOf({ query: '' })).toBe(15);
    expect(await codeOf({})).toBe(14);
    expect(await codeOf({ query: 'status=failed', dryrun: true })).toBe(15);
    expect(await codeOf({ query: 'status=failed', after: 'x' })).toBe(15);
    expect(await codeOf({ query: 'eq(nothing,1)' })).toBe(19);
    const mayNot = allowed('CANCEL_RUNS', 'VIEW_EVENTS');
    expect((await refusalOf(() => retryMatchingRuns(mayNot, { query: 'status=failed', dryRun: true }))).code).toBe(10);
  });
});

describe('R-33: canceling all that match', () => {
  it('cancels what waits and skips what has ended', async () => {
    await listen('many');
    const [first = ''] = await sendMany('many', 5);
    fail(first);
    expect(await cancelMatchingRuns(EVERYTHING, { query: 'eventType=many' })).toEqual({
      matched: 5,
      changed: 4,
      skipped: 1,
      reasons: { 'it is failed already': 1 },
    });
    expect(await ids('status=canceled')).toHaveLength(4);
    const mayNot = allowed('RETRY_RUNS');
    expect((await refusalOf(() => cancelMatchingRuns(mayNot, { query: 'status=failed' }))).code).toBe(10);
  });
});
