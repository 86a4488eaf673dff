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

export type ChangeListener = (changes: readonly Change[]) => void;

interface Feed {
  listeners: Set<ChangeListener>;
  /** Of the transaction that is open now. */
  noted: Change[];
}

// The server bundle and Next's bundles each carry a copy of this module; they share the one database.
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
  for (const listener of current.listeners) listener(changes);
}

/** The transaction was rolled back: nothing of it happened. */
export function forgetChanges(): void {
  feed().noted = [];
}

/** Calls `listener`, which must not throw, right after each commit. @returns what ends it. */
export function onChanges(listener: ChangeListener): () => void {
  feed().listeners.add(listener);
  return () => {
    feed().listeners.delete(listener);
  };
}
