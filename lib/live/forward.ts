import { type Change, onChanges } from '@/db/changes';

/** How long changes are gathered before they cross to another thread. */
const GATHER_MS = 50;
/** Changes that cross at once; beyond them it is told that some are left out. */
const MAX_GATHERED = 500;

/**
 * Tells of what this thread commits, for another one. Of a run, mail or task only its newest status counts.
 * @returns what ends it.
 */
export function forwardChanges(tell: (changes: readonly Change[], complete: boolean) => void): () => void {
  let gathered = new Map<string, Change>();
  let complete = true;
  let timer: NodeJS.Timeout | undefined;

  function gather(changes: readonly Change[]): void {
    for (const change of changes) {
      if (gathered.size >= MAX_GATHERED && !gathered.has(change.id)) complete = false;
      else gathered.set(change.id, change);
    }
    timer ??= setTimeout(pass, GATHER_MS);
  }

  function pass(): void {
    tell([...gathered.values()], complete);
    gathered = new Map();
    complete = true;
    timer = undefined;
  }

  const stopListening = onChanges(gather);
  return () => {
    stopListening();
    clearTimeout(timer);
  };
}
