import { setImmediate as nextTurn } from 'node:timers/promises';
import { asc, eq } from 'drizzle-orm';
import type { Dispatcher, DispatcherInput } from '@/lib/dispatchers/schema';
import { recordAudit } from './audit';
import { database, readAside, writeTransaction } from './client';
import {
  type ActionToStore,
  type DispatcherFields,
  removeDispatcher,
  storeFields,
  storeNew,
  toCurrent,
} from './dispatchers';
import { dispatcherRevisions, dispatchers } from './schema/dispatchers';

/** One change of an import. */
export type DispatcherWrite =
  | { act: 'create'; input: DispatcherInput }
  | { act: 'update'; id: string; fields: DispatcherFields; actions: ActionToStore[] }
  | { act: 'delete'; id: string };

const PARSED_A_TURN = 500;

/** All dispatchers, the oldest first. */
export async function listAllDispatchers(): Promise<Dispatcher[]> {
  const [rows = []] = await readAside([definitionsQuery().toSQL()]);
  const found: Dispatcher[] = [];
  for (const [id, stored] of rows) {
    const definition = dispatcherRevisions.definition.mapFromDriverValue(String(stored)) as Dispatcher;
    found.push(toCurrent({ id: String(id), definition }));
    if (found.length % PARSED_A_TURN === 0) await nextTurn();
  }
  return found;
}

/**
 * Reads all dispatchers, lets `decide` say what to write, and writes it: all in one transaction, so that nobody changes
 * anything in between and either everything is written or nothing.
 * @throws whatever `decide` throws, and a unique violation when a name is taken.
 */
export async function writeImport(decide: (existing: Dispatcher[]) => DispatcherWrite[], now: number): Promise<void> {
  writeTransaction(() => {
    const existing = readAll();
    const writes = decide(existing);
    const after = writes.flatMap((write) => apply(write, now) ?? []);
    const touched = new Set(writes.flatMap((write) => (write.act === 'create' ? [] : write.id)));
    recordAudit({
      act: 'import',
      object: { kind: 'dispatcher' },
      before: byName(existing.filter(({ id }) => touched.has(id))),
      after: byName(after),
    });
  });
}

/** By name, as the file knows them, and without times: two such states are compared. */
function byName(list: readonly Dispatcher[]): Record<string, object> {
  const states = list.map(({ creationTimestamp: _made, updateTimestamp: _changed, ...state }) => state);
  return Object.fromEntries(states.map((state) => [state.name ?? state.id, state]));
}

/** @returns the dispatcher as it is then; undefined for one that was removed. */
function apply(write: DispatcherWrite, now: number): Dispatcher | undefined {
  if (write.act === 'create') return storeNew(write.input, now);
  if (write.act === 'update') return storeFields(write.id, write.fields, { actions: write.actions, now });
  removeDispatcher(write.id);
  return undefined;
}

function readAll(): Dispatcher[] {
  return definitionsQuery().all().map(toCurrent);
}

function definitionsQuery() {
  return database()
    .select({ id: dispatchers.id, definition: dispatcherRevisions.definition })
    .from(dispatchers)
    .innerJoin(dispatcherRevisions, eq(dispatcherRevisions.id, dispatchers.revisionId))
    .orderBy(asc(dispatchers.id));
}
