import type { EventOutcome } from '@/lib/events/schema';
import type { MailStatus } from '@/lib/mail/schema';
import type { RunStatus } from '@/lib/runs/schema';
import type { TaskStatus } from '@/lib/tasks/schema';

/** What a commit changed, as far as somebody may watch it: a new event, or the status of a run, mail or task. */
export type Change =
  | { kind: 'event'; id: string; type: string; outcome: EventOutcome; runs: number }
  | { kind: 'run'; id: string; eventId: string; status: RunStatus }
  | { kind: 'mail'; id: string; status: MailStatus }
  | { kind: 'task'; id: string; status: TaskStatus };

/** @param complete false: more has changed, of which nothing is known. */
export type ChangeListener = (changes: readonly Change[], complete: boolean) => void;

interface Feed {
  listeners: Set<ChangeListener>;
  /** Of the transaction that is open now. */
  noted: Change[];
  /** Asks another thread to tell of its changes, or not any more. */
  wantForeign?: (wanted: boolean) => void;
}

// The bundles of a thread each carry a copy of this module; they share its connection.
const KEY = Symbol.for('dispatchers.changes');
const holder = globalThis as { [KEY]?: Feed };

function feed(): Feed {
  holder[KEY] ??= { listeners: new Set(), noted: [] };
  return holder[KEY];
}

/** Notes a change of the open write transaction. Costs nothing while nobody listens. */
export function noteChange(change: Change): void {
  const { listeners, noted } = feed();
  if (listeners.size > 0) noted.push(change);
}

/** Tells the listeners what the transaction that was just committed has changed. */
export function publishChanges(): void {
  const current = feed();
  if (current.noted.length === 0) return;
  const changes = current.noted;
  current.noted = [];
  for (const listener of current.listeners) listener(changes, true);
}

/** The transaction was rolled back: nothing of it happened. */
export function forgetChanges(): void {
  feed().noted = [];
}

/** Calls `listener`, which must not throw, right after each commit of this thread, and a while after those of another. @returns what ends it. */
export function onChanges(listener: ChangeListener): () => void {
  const { listeners, wantForeign } = feed();
  listeners.add(listener);
  if (listeners.size === 1) wantForeign?.(true);
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) wantForeign?.(false);
  };
}

/** @param want is called when the first listener comes, and when the last one goes. */
export function setForeignFeed(want: (wanted: boolean) => void): void {
  feed().wantForeign = want;
}

/** Tells the listeners what another thread has committed. */
export function tellForeignChanges(changes: readonly Change[], complete: boolean): void {
  for (const listener of feed().listeners) listener(changes, complete);
}
