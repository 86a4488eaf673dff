import { asc, eq } from 'drizzle-orm';
import type { Dispatcher, DispatcherInput } from '@/lib/dispatchers/schema';
import { database, writeTransaction } from './client';
import { type ActionToStore, type DispatcherFields, removeDispatcher, storeFields, storeNew } from './dispatchers';
import { dispatcherRevisions, dispatchers } from './schema/dispatchers';

/** One change of an import. */
export type DispatcherWrite =
  | { act: 'create'; input: DispatcherInput }
  | { act: 'update'; id: string; fields: DispatcherFields; actions: ActionToStore[] }
  | { act: 'delete'; id: string };

/** All dispatchers, the oldest first. */
export async function listAllDispatchers(): Promise<Dispatcher[]> {
  return readAll();
}

/**
 * Reads all dispatchers, lets `decide` say what to write, and writes it: all in one transaction, so that nobody changes
 * anything in between and either everything is written or nothing.
 * @throws whatever `decide` throws, and a unique violation when a name is taken.
 */
export async function writeImport(decide: (existing: Dispatcher[]) => DispatcherWrite[], now: number): Promise<void> {
  writeTransaction(() => {
    for (const write of decide(readAll())) apply(write, now);
  });
}

function apply(write: DispatcherWrite, now: number): void {
  if (write.act === 'create') storeNew(write.input, now);
  else if (write.act === 'update') storeFields(write.id, write.fields, { actions: write.actions, now });
  else removeDispatcher(write.id);
}

function readAll(): Dispatcher[] {
  return database()
    .select({ definition: dispatcherRevisions.definition })
    .from(dispatchers)
    .innerJoin(dispatcherRevisions, eq(dispatcherRevisions.id, dispatchers.revisionId))
    .orderBy(asc(dispatchers.id))
    .all()
    .map((row) => row.definition);
}
