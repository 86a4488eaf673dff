import { and, asc, eq, inArray, max } from 'drizzle-orm';
import { Action, type ActionInput, type Dispatcher, type DispatcherInput } from '@/lib/dispatchers/schema';
import { newObjectId } from '@/lib/format/id';
import { recordAudit, recordChange } from './audit';
import { database, writeTransaction } from './client';
import { actions, dispatcherRevisions, dispatchers } from './schema/dispatchers';
import { UNREADABLE_ACTION, UNREADABLE_REVISION } from './schema/unreadable';

/** A dispatcher with the id of the revision that events are matched with. */
export interface Listener extends Dispatcher {
  revisionId: string;
}

export type DispatcherFields = Pick<DispatcherInput, 'name' | 'description' | 'enabled' | 'tags'>;
/** An action to be stored: with its id when it exists already. */
export type ActionToStore = ActionInput & { id?: string };

/** Stores a dispatcher with its actions. @throws a unique violation when a name is taken. */
export async function insertDispatcher(input: DispatcherInput, now: number): Promise<Dispatcher> {
  return writeTransaction(() => {
    const made = storeNew(input, now);
    recordAudit({ act: 'create', object: toObject(made), after: made });
    return made;
  });
}

/** The same inside a write transaction that the caller has opened. */
export function storeNew(input: DispatcherInput, now: number): Dispatcher {
  const id = newObjectId(now);
  const { actions: inputs, eventType, ...fields } = input;
  database()
    .insert(dispatchers)
    .values({ id, eventType, ...toColumns(fields), revisionId: id, creationTimestamp: now, updateTimestamp: now })
    .run();
  inputs.forEach((input, position) => {
    insertAction(id, input, position);
  });
  return storeRevision(id, now);
}

/** Stores a deleted dispatcher again, under its old ids, inside a write transaction that the caller has opened. */
export function storeRestored(definition: Dispatcher, now: number): Dispatcher | 'there' {
  const { id, eventType, creationTimestamp, actions: stored, ...fields } = definition;
  if (exists(id)) return 'there';
  database()
    .insert(dispatchers)
    .values({ id, eventType, ...toColumns(fields), revisionId: id, creationTimestamp, updateTimestamp: now })
    .run();
  stored.forEach((action, position) => {
    insertAction(id, action, position);
  });
  const restored = storeRevision(id, now);
  recordAudit({ act: 'restore', object: toObject(restored), after: restored });
  return restored;
}

/**
 * Changes a dispatcher; with `actions`, its actions become exactly these, in this order.
 * @param guard  the `updateTimestamp` that the caller has seen (epoch ms): with another one nothing is changed.
 * @returns undefined when there is no such dispatcher, `stale` when the guard does not fit.
 */
export async function updateDispatcher(
  id: string,
  fields: DispatcherFields,
  options: { actions?: ActionToStore[]; guard?: number; now: number },
): Promise<Dispatcher | 'stale' | undefined> {
  return writeTransaction(() => {
    const row = database().select().from(dispatchers).where(eq(dispatchers.id, id)).get();
    if (!row) return undefined;
    if (options.guard !== undefined && options.guard !== row.updateTimestamp) return 'stale';
    return recording(id, () => storeFields(id, fields, options));
  });
}

/** Changes a dispatcher that is there, inside a write transaction that the caller has opened. */
export function storeFields(
  id: string,
  fields: DispatcherFields,
  options: { actions?: ActionToStore[]; now: number },
): Dispatcher {
  database().update(dispatchers).set(toColumns(fields)).where(eq(dispatchers.id, id)).run();
  if (options.actions) replaceActions(id, options.actions);
  return storeRevision(id, options.now);
}

/** Removes a dispatcher with its actions; what its events caused stays. @returns how many were removed: 0 or 1. */
export async function deleteDispatcher(id: string): Promise<number> {
  return writeTransaction(() => recording(id, () => removeDispatcher(id)));
}

/** The same inside a write transaction that the caller has opened. */
export function removeDispatcher(id: string): number {
  return database().delete(dispatchers).where(eq(dispatchers.id, id)).run().changes;
}

/** Adds an action at the end. @returns it, or undefined when there is no such dispatcher. */
export async function addAction(dispatcherId: string, input: ActionInput, now: number): Promise<Action | undefined> {
  return writeTransaction(() => {
    if (!exists(dispatcherId)) return undefined;
    return recording(dispatcherId, () => {
      const last = database()
        .select({ position: max(actions.position) })
        .from(actions)
        .where(eq(actions.dispatcherId, dispatcherId))
        .get();
      const id = insertAction(dispatcherId, input, (last?.position ?? -1) + 1);
      storeRevision(dispatcherId, now);
      return Action.parse({ ...input, id });
    });
  });
}

/** Replaces one action's definition. @returns how many were changed: 0 or 1. */
export async function updateAction(
  dispatcherId: string,
  actionId: string,
  input: ActionInput,
  now: number,
): Promise<number> {
  return writeTransaction(() =>
    recording(dispatcherId, () => {
      const { changes } = database()
        .update(actions)
        .set({ ...toActionColumns(input) })
        .where(and(eq(actions.id, actionId), eq(actions.dispatcherId, dispatcherId)))
        .run();
      if (changes > 0) storeRevision(dispatcherId, now);
      return changes;
    }),
  );
}

/** Removes one action. @returns how many were removed: 0 or 1. */
export async function deleteAction(dispatcherId: string, actionId: string, now: number): Promise<number> {
  return writeTransaction(() =>
    recording(dispatcherId, () => {
      const { changes } = database()
        .delete(actions)
        .where(and(eq(actions.id, actionId), eq(actions.dispatcherId, dispatcherId)))
        .run();
      if (changes > 0) storeRevision(dispatcherId, now);
      return changes;
    }),
  );
}

/** The dispatcher, or undefined. */
export async function findDispatcher(id: string): Promise<Dispatcher | undefined> {
  return exists(id) ? read(id) : undefined;
}

/** All dispatchers that listen to the event type, enabled or not, oldest first. */
export async function listListeners(eventType: string): Promise<Listener[]> {
  const rows = database()
    .select({ id: dispatchers.id, revisionId: dispatcherRevisions.id, definition: dispatcherRevisions.definition })
    .from(dispatchers)
    .innerJoin(dispatcherRevisions, eq(dispatcherRevisions.id, dispatchers.revisionId))
    .where(eq(dispatchers.eventType, eventType))
    .orderBy(asc(dispatchers.id))
    .all();
  return rows.map((row) => ({ ...toCurrent(row), revisionId: row.revisionId }));
}

/** A dispatcher as its newest revision has it; when that cannot be read, as its own row and those of its actions have it. */
export function toCurrent({ id, definition }: { id: string; definition: Dispatcher }): Dispatcher {
  return definition === UNREADABLE_REVISION ? read(id) : definition;
}

/** The dispatcher as it was in that revision; undefined when that is gone, or cannot be read and is not the newest. */
export async function findRevision(revisionId: string): Promise<Dispatcher | undefined> {
  const row = database().select().from(dispatcherRevisions).where(eq(dispatcherRevisions.id, revisionId)).get();
  return row && readRevision(row);
}

/** What a revision says; of the newest, when that cannot be read, what the rows of the dispatcher and its actions say. */
export function readRevision(revision: Omit<typeof dispatcherRevisions.$inferSelect, 'creationTimestamp'>) {
  if (revision.definition !== UNREADABLE_REVISION) return revision.definition;
  const current = database()
    .select({ id: dispatchers.id })
    .from(dispatchers)
    .where(and(eq(dispatchers.id, revision.dispatcherId), eq(dispatchers.revisionId, revision.id)))
    .get();
  return current && read(current.id);
}

/** How many dispatchers there are. */
export async function countDispatchers(): Promise<number> {
  return database().$count(dispatchers);
}

/** A dispatcher without a name is known by the event type that it listens to. */
function toObject({ id, name, eventType }: Dispatcher) {
  return { kind: 'dispatcher', id, name: name ?? eventType };
}

/** Records what a change does to a dispatcher with all its actions. */
function recording<T>(id: string, change: () => T): T {
  return recordChange('dispatcher', () => withName(readMany([id])[0]), change);
}

function withName(dispatcher: Dispatcher | undefined) {
  return dispatcher && { ...dispatcher, name: dispatcher.name ?? dispatcher.eventType };
}

function exists(id: string): boolean {
  return database().select({ id: dispatchers.id }).from(dispatchers).where(eq(dispatchers.id, id)).get() !== undefined;
}

function insertAction(dispatcherId: string, input: ActionToStore, position: number): string {
  const id = input.id ?? newObjectId();
  database()
    .insert(actions)
    .values({ id, dispatcherId, position, ...toActionColumns(input) })
    .run();
  return id;
}

/**
 * Rows are removed and made again under the same ids, so that names can be exchanged between actions. An id that is not of
 * this dispatcher, or comes a second time, counts for nothing: that action is new.
 */
function replaceActions(dispatcherId: string, list: readonly ActionToStore[]): void {
  const known = new Set(
    database()
      .select({ id: actions.id })
      .from(actions)
      .where(eq(actions.dispatcherId, dispatcherId))
      .all()
      .map((row) => row.id),
  );
  database().delete(actions).where(eq(actions.dispatcherId, dispatcherId)).run();
  list.forEach((action, position) => {
    const { id, ...input } = action;
    const keepsId = id !== undefined && known.delete(id);
    insertAction(dispatcherId, keepsId ? action : input, position);
  });
}

/** Keeps the dispatcher's new state for the runs to come, and marks it as changed at `now`. */
function storeRevision(dispatcherId: string, now: number): Dispatcher {
  const revisionId = newObjectId(now);
  database()
    .update(dispatchers)
    .set({ revisionId, updateTimestamp: now })
    .where(eq(dispatchers.id, dispatcherId))
    .run();
  const definition = read(dispatcherId);
  database()
    .insert(dispatcherRevisions)
    .values({ id: revisionId, dispatcherId, definition, creationTimestamp: now })
    .run();
  return definition;
}

function read(id: string): Dispatcher {
  const [found] = readMany([id]);
  if (!found) throw new Error(`dispatcher ${id} vanished`);
  return found;
}

function readMany(ids: readonly string[]): Dispatcher[] {
  const rows = database()
    .select()
    .from(dispatchers)
    .where(inArray(dispatchers.id, [...ids]))
    .all();
  const actionRows = database()
    .select()
    .from(actions)
    .where(inArray(actions.dispatcherId, [...ids]))
    .orderBy(asc(actions.position))
    .all();
  return rows.map(({ revisionId: _revision, name, description, ...row }) => ({
    ...row,
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    actions: actionRows.filter((action) => action.dispatcherId === row.id).map(toAction),
  }));
}

function toAction({ id, name, enabled, definition }: typeof actions.$inferSelect): Action {
  if (definition !== UNREADABLE_ACTION) return { ...definition, id };
  return { ...definition, id, enabled, ...(name === null ? {} : { name }) };
}

function toColumns(fields: DispatcherFields) {
  return {
    name: fields.name ?? null,
    description: fields.description ?? null,
    enabled: fields.enabled,
    tags: fields.tags,
  };
}

function toActionColumns(input: ActionToStore) {
  const { id: _id, ...definition } = input;
  return { type: input.type, name: input.name ?? null, enabled: input.enabled, definition };
}
