import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, onChanges } from '@/db/changes';
import { createMail } from '@/db/mails';
import { createFunction } from '@/lib/functions/create';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { cancelTask } from '@/lib/tasks/cancel';
import { createTask } from '@/lib/tasks/create';
import { cancelMatchingMails, countMails, retryMatchingMails } from './change-mails';
import { cancelMatchingTasks, countTasks, retryMatchingTasks } from './change-tasks';

const NOW = Date.now();
const TOMORROW = NOW + 86_400_000;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const mail = (subject: string, content: Record<string, string> = {}) =>
  createMail({
    ...{ lane: 'mail/v1', from: 'shop@example.com', subject, html: '', text: '', content, now: NOW },
    recipients: { to: ['ada@example.com'], cc: [], bcc: [] },
  });
const task = (n: number) =>
  createTask(
    EVERYTHING,
    { functionName: 'erase', data: { deep: [n, 'ada@example.com'] }, startTimestamp: TOMORROW },
    NOW,
  );
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('all mails that match', () => {
  it('are counted, found by what they were made of, canceled, and queued again', async () => {
    for (let n = 0; n < 120; n++) await mail('wanted', { email: 'Ada@Example.com' });
    await mail('other');
    const query = 'subject=wanted';
    expect(await countMails(EVERYTHING, 'like(text,ada@example)')).toEqual({ count: 120, complete: true });
    expect(await cancelMatchingMails(EVERYTHING, { query, dryRun: true })).toMatchObject({ changed: 120 });
    expect(await countMails(EVERYTHING, 'status=canceled')).toMatchObject({ count: 0 });
    const all = { matched: 120, changed: 120, skipped: 0, reasons: {} };
    expect(await cancelMatchingMails(EVERYTHING, { query })).toEqual(all);
    expect(await retryMatchingMails(EVERYTHING, { query })).toEqual(all);
    expect(await retryMatchingMails(EVERYTHING, { query: 'subject=other' })).toMatchObject({
      changed: 0,
      reasons: { 'the mail is about to be sent': 1 },
    });
    expect(server.wakeUps()).toBeGreaterThan(0);
  });

  it('are changed by those who may, and only with a filter', async () => {
    const body = { query: 'status=failed' };
    expect(await codeOf(() => retryMatchingMails(allowed('VIEW_MAILS'), body))).toBe(10);
    expect(await codeOf(() => cancelMatchingMails(allowed('RETRY_RUNS'), body))).toBe(10);
    expect(await codeOf(() => countMails(allowed('VIEW_EVENTS'), ''))).toBe(10);
    expect(await codeOf(() => retryMatchingMails(EVERYTHING, { query: 'limit(1)' }))).toBe(26);
    expect(await codeOf(() => cancelMatchingMails(EVERYTHING, { query: 'eq(nothing,1)' }))).toBe(19);
  });
});

describe('all tasks that match', () => {
  it('are counted, found by what is in their data, canceled, and run again', async () => {
    const http = { url: 'https://functions.test/erase' };
    await createFunction(EVERYTHING, { name: 'erase', kind: 'http', http }, NOW);
    for (let n = 0; n < 120; n++) await task(n);
    const query = 'like(text,ADA@example)&functionName=erase';
    expect(await countTasks(EVERYTHING, query)).toEqual({ count: 120, complete: true });
    const all = { matched: 120, changed: 120, skipped: 0, reasons: {} };
    expect(await cancelMatchingTasks(EVERYTHING, { query })).toEqual(all);
    expect(await retryMatchingTasks(EVERYTHING, { query })).toEqual(all);
    expect(await countTasks(EVERYTHING, 'status=retried')).toMatchObject({ count: 120 });
  });

  it('are changed by those who may', async () => {
    const body = { query: 'status=new' };
    expect(await codeOf(() => retryMatchingTasks(allowed('CANCEL_TASKS'), body))).toBe(10);
    expect(await codeOf(() => cancelMatchingTasks(allowed('CANCEL_RUNS'), body))).toBe(10);
    expect(await codeOf(() => countTasks(allowed('VIEW_EVENTS'), ''))).toBe(10);
  });
});

describe('who watches', () => {
  it('hears of each new mail and task, and of each new status', async () => {
    const heard: Change[] = [];
    const silence = onChanges((changes) => heard.push(...changes));
    const sent = await mail('a');
    await cancelMatchingMails(EVERYTHING, { query: 'subject=a' });
    const made = await task(1);
    await cancelTask(EVERYTHING, made.id, NOW);
    silence();
    expect(heard).toEqual([
      { kind: 'mail', id: sent.id, status: 'queued' },
      { kind: 'mail', id: sent.id, status: 'canceled' },
      { kind: 'task', id: made.id, status: 'new' },
      { kind: 'task', id: made.id, status: 'canceled' },
    ]);
  });
});
