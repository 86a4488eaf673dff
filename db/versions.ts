import { rawDatabase, writeTransaction } from './client';
import { sharedMemory } from './shared-memory';

/** What is kept in memory of the database, in any thread. */
const TOPICS = ['configuration', 'functions', 'settings', 'sources'] as const;
export type Topic = (typeof TOPICS)[number];

const cellOf = (topic: Topic) => 1 + TOPICS.indexOf(topic);

/** Says that what is kept in memory of a topic is out of date, in every thread. To be called when its change is committed. */
export function outdate(topic: Topic): void {
  Atomics.add(sharedMemory(), cellOf(topic), 1);
}

/** A write transaction that changes rows of which something is kept in memory. */
export function changing<T>(topic: Topic, work: () => T): T {
  const result = writeTransaction(work);
  outdate(topic);
  return result;
}

/**
 * Tells whether something is out of date that was made of a topic's rows.
 * @returns a function that answers true when the topic was outdated, or another database opened, since it was last called.
 */
export function watchTopic(topic: Topic): () => boolean {
  const cell = cellOf(topic);
  let version: number | undefined;
  let source: unknown;
  return () => {
    const current = Atomics.load(sharedMemory(), cell);
    const isOutdated = version !== current || source !== rawDatabase();
    version = current;
    source = rawDatabase();
    return isOutdated;
  };
}

/**
 * Keeps in memory what is made of a topic's rows, until it is outdated or another database is open.
 * @param read what is kept under a key; undefined is not kept.
 */
export function keptWhileUnchanged<Value>(topic: Topic, read: (key: string) => Promise<Value | undefined>) {
  let kept = new Map<string, Value>();
  const isOutdated = watchTopic(topic);
  return async (key: string): Promise<Value | undefined> => {
    if (isOutdated()) kept = new Map();
    const known = kept.get(key);
    if (known !== undefined) return known;
    const current = kept;
    const value = await read(key);
    // What was read while it was being changed may be of before.
    if (isOutdated()) kept = new Map();
    else if (value !== undefined) current.set(key, value);
    return value;
  };
}
