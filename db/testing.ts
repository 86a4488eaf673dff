import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { ActionInput, DispatcherInput } from '@/lib/dispatchers/schema';
import type { RqlNode } from '@/lib/rql/schema';
import { closeDatabase, openDatabase, writeTransaction } from './client';
import { insertDispatcher, type Listener, listListeners } from './dispatchers';
import { eventSource, findEventSummaries } from './event-walk';
import { type MatchedEvent, type StoreResult, storeMatchedEvent } from './events';
import { collectPage } from './keyset';
import type { PickOptions } from './lanes';
import { type ClaimedMail, claimMail, finishMail, type MailFinish, pickDueMails } from './mail-claims';
import { type PlannedRun, storePlannedRun } from './runs';
import { type ClaimedTask, claimTask, pickDueTasks } from './task-claims';

export const MIGRATIONS = path.join(process.cwd(), 'db', 'migrations');
/** Tests bring their own clock: rows are as old as they say. */
export const NOW = Date.UTC(2026, 4, 17, 12);

export interface PrivateDatabase {
  dataDir: string;
  file: string;
  /** Closes the database and opens it again, as a restart does. */
  reopen(): Promise<void>;
  close(): void;
}

/** The real database with the real migrations, in a directory that nobody else uses. */
export async function openPrivateDatabase(): Promise<PrivateDatabase> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-db-'));
  await openDatabase(dataDir, MIGRATIONS);
  return {
    dataDir,
    file: path.join(dataDir, 'dispatchers.db'),
    async reopen() {
      closeDatabase();
      await openDatabase(dataDir, MIGRATIONS);
    },
    close() {
      closeDatabase();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

let made = 0;
/** A name that no other row has. */
export function uniqueName(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

export const mailAction = (changes: object = {}): ActionInput => ({
  type: 'mail',
  enabled: true,
  recipients: { to: ['{{content.email}}'] },
  templateName: 'goodbye',
  ...changes,
});
export const taskAction = (changes: object = {}): ActionInput => ({
  type: 'task',
  enabled: true,
  functionName: 'erase',
  ...changes,
});

/** Stores a dispatcher; by default one with a mail and a task. @returns it with its newest revision. */
export async function newListener(changes: Partial<DispatcherInput> = {}): Promise<Listener> {
  const eventType = changes.eventType ?? uniqueName('type');
  const input = { enabled: true, tags: [], actions: [mailAction(), taskAction()], ...changes, eventType };
  const { id } = await insertDispatcher(input, NOW);
  const listener = (await listListeners(eventType)).find((one) => one.id === id);
  if (!listener) throw new Error('the dispatcher is not listed');
  return listener;
}

/** An event as intake hands it over, with one run for each action of the listeners. */
export function matchedEvent(listeners: readonly Listener[] = [], changes: Partial<MatchedEvent> = {}): MatchedEvent {
  return {
    type: listeners[0]?.eventType ?? 'nobody_listens',
    content: { email: 'ada@example.com' },
    source: 'default',
    externalId: undefined,
    dedupKey: undefined,
    bodyHash: 'hash',
    outcome: listeners.length > 0 ? 'matched' : 'no_dispatcher',
    depth: 0,
    causeTaskId: undefined,
    receivedAt: NOW,
    runs: listeners.flatMap((listener) =>
      listener.actions.map((action) => ({
        dispatcherId: listener.id,
        revisionId: listener.revisionId,
        actionId: action.id,
        actionType: action.type,
      })),
    ),
    ...changes,
  };
}

/** Stores one event. @returns its id. */
export async function storeEvent(event: MatchedEvent): Promise<string> {
  const [stored] = await storeEvents([event]);
  if (!stored) throw new Error('no result');
  return stored.id;
}

export const pick = (changes: Partial<PickOptions> = {}): PickOptions => ({
  limit: 100,
  now: NOW,
  laneCap: 100,
  inFlight: new Map(),
  cursor: '',
  ...changes,
});

/** The one item of a list; anything else is a mistake of the test. */
export function only<Item>(list: readonly Item[]): Item {
  const [item, ...others] = list;
  if (item === undefined || others.length > 0) throw new Error(`expected one item, not ${list.length}`);
  return item;
}

/** Another program begins to write and does not end. @returns what makes it end. */
export function holdWriteLock(db: PrivateDatabase): () => void {
  const other = new SqliteDatabase(db.file);
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

/** Events of which these fields are so, with their fate, one page of them, the newest first. */
export async function pageOfEvents(
  wanted: Partial<Record<'type' | 'outcome', string>>,
  { limit, before }: { limit?: number; before?: string | undefined } = {},
) {
  const value = (text: string) => ({ type: 'string' as const, text, value: text });
  const args: RqlNode[] = Object.entries(wanted).map(([name, text]) => ({
    op: 'eq',
    path: [name],
    value: value(text),
  }));
  if (before !== undefined) args.push({ op: 'lt', path: ['id'], value: value(before) });
  const filter: RqlNode | undefined = args.length > 0 ? { op: 'and', args } : undefined;
  const query = { filter, sort: [], limit, offset: undefined, select: undefined, skipCount: false };
  const { ids, nextBefore } = await collectPage(eventSource, query);
  return { data: await findEventSummaries(ids), nextBefore };
}

/** Stores events with their runs in one commit, synced to disk when the promise resolves. One result per event, in order. */
export async function storeEvents(batch: readonly MatchedEvent[]): Promise<StoreResult[]> {
  return writeTransaction(() => batch.map(storeMatchedEvent));
}

/** Writes the mails and tasks that dispatch planned, with the new status of their runs, in one commit. */
export async function storePlannedRuns(planned: readonly PlannedRun[], now: number): Promise<void> {
  writeTransaction(() => {
    for (const run of planned) storePlannedRun(run, now);
  });
}

/** Claims due mails in a commit of their own. */
export async function claimMails(options: PickOptions): Promise<{ items: ClaimedMail[]; cursor: string }> {
  const { ids, cursor } = pickDueMails(options);
  if (ids.length === 0) return { items: [], cursor };
  return { items: writeTransaction(() => ids.flatMap((id) => claimMail(id, options.now))), cursor };
}

/** Claims due tasks in a commit of their own. */
export async function claimTasks(options: PickOptions): Promise<{ items: ClaimedTask[]; cursor: string }> {
  const { ids, cursor } = pickDueTasks(options);
  if (ids.length === 0) return { items: [], cursor };
  return { items: writeTransaction(() => ids.flatMap((id) => claimTask(id, options.now))), cursor };
}

/**
 * Records how attempts to send ended, in one commit.
 * @returns for each, whether it still held its claim; if not, only the attempt is kept, as `stale`.
 */
export async function finishMails(finishes: readonly MailFinish[]): Promise<boolean[]> {
  return writeTransaction(() => finishes.map(finishMail));
}
