import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDispatcher } from '@/db/dispatchers';
import { mailAction, taskAction } from '@/db/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { changeAction, createAction, removeAction } from './actions';
import { createDispatcher } from './create';
import type { Dispatcher } from './schema';

const NOW = Date.UTC(2026, 4, 17, 12);
const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const create = (...actions: object[]) => createDispatcher(EVERYTHING, { eventType: 'user_deleted', actions }, NOW);
const actionsOf = async ({ id }: Dispatcher) => (await findDispatcher(id))?.actions ?? [];
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('adding an action', () => {
  it('puts it at the end and answers it', async () => {
    const dispatcher = await create(mailAction());
    const added = await createAction(EVERYTHING, dispatcher.id, taskAction({ name: 'last', colour: 'red' }), NOW + 1);
    expect(added).toMatchObject({ type: 'task', name: 'last', enabled: true });
    expect(await actionsOf(dispatcher)).toEqual([...dispatcher.actions, added]);
    expect((await findDispatcher(dispatcher.id))?.updateTimestamp).toBe(NOW + 1);
  });

  it('is refused when it is malformed, its name is taken, or there is no such dispatcher', async () => {
    const dispatcher = await create(mailAction({ name: 'same' }));
    const add = (action: object, id = dispatcher.id) => refusalOf(() => createAction(EVERYTHING, id, action, NOW));
    expect((await add(taskAction({ name: 'same' }))).code).toBe(17);
    expect(await add(taskAction({ data: { a: '{{' } }))).toMatchObject({ code: 15, errors: [{ path: 'data.a' }] });
    expect((await add(taskAction(), UNKNOWN)).code).toBe(16);
    expect(await actionsOf(dispatcher)).toHaveLength(1);
  });

  it('is refused beyond 50', async () => {
    const dispatcher = await create(...Array.from({ length: 50 }, () => taskAction()));
    expect(await codeOf(() => createAction(EVERYTHING, dispatcher.id, taskAction(), NOW))).toBe(26);
  });
});

describe('changing an action', () => {
  it('changes what the body names and leaves the rest, its id and its place too', async () => {
    const dispatcher = await create(taskAction({ name: 'one', priority: 3 }), mailAction());
    const [task, mail] = dispatcher.actions;
    await changeAction(EVERYTHING, dispatcher.id, task?.id ?? '', { functionName: 'other', id: UNKNOWN }, NOW);
    expect(await actionsOf(dispatcher)).toEqual([{ ...task, functionName: 'other' }, mail]);
  });

  it('naming a template in one way takes the other away', async () => {
    const dispatcher = await create(mailAction({ templateName: 'goodbye' }));
    const [mail] = dispatcher.actions;
    await changeAction(EVERYTHING, dispatcher.id, mail?.id ?? '', { templateId: UNKNOWN }, NOW);
    expect((await actionsOf(dispatcher))[0]).not.toHaveProperty('templateName');
    await changeAction(EVERYTHING, dispatcher.id, mail?.id ?? '', { templateName: 'hello' }, NOW);
    expect((await actionsOf(dispatcher))[0]).not.toHaveProperty('templateId');
  });

  it('is refused for another type, a malformed field, a name that is taken, and what is not there', async () => {
    const dispatcher = await create(taskAction({ name: 'one' }), taskAction({ name: 'two' }));
    const elsewhere = await create(taskAction());
    const [one] = dispatcher.actions;
    const change = (body: unknown, actionId = one?.id ?? '', id = dispatcher.id) =>
      codeOf(() => changeAction(EVERYTHING, id, actionId, body, NOW));
    expect(await change(mailAction())).toBe(26);
    expect(await change({ functionName: '' })).toBe(15);
    expect(await change({ functionName: '{{' })).toBe(15);
    expect(await change([])).toBe(15);
    expect(await change({ name: 'two' })).toBe(17);
    expect(await change({}, UNKNOWN)).toBe(16);
    expect(await change({}, elsewhere.actions[0]?.id)).toBe(16);
    expect(await change({}, one?.id, UNKNOWN)).toBe(16);
    expect(await actionsOf(dispatcher)).toEqual(dispatcher.actions);
  });
});

describe('removing an action', () => {
  it('removes it and leaves the order of the others', async () => {
    const dispatcher = await create(taskAction({ name: 'a' }), taskAction({ name: 'b' }), taskAction({ name: 'c' }));
    const [a, b, c] = dispatcher.actions;
    await removeAction(EVERYTHING, dispatcher.id, b?.id ?? '', NOW);
    expect(await actionsOf(dispatcher)).toEqual([a, c]);
    expect(await codeOf(() => removeAction(EVERYTHING, dispatcher.id, b?.id ?? '', NOW))).toBe(16);
  });
});

describe('actions', () => {
  it('are changed by who may update dispatchers', async () => {
    const { id, actions } = await create(taskAction());
    const caller = allowed('CREATE_DISPATCHERS', 'DELETE_DISPATCHERS');
    expect(await codeOf(() => createAction(caller, id, taskAction(), NOW))).toBe(10);
    expect(await codeOf(() => changeAction(caller, id, actions[0]?.id ?? '', {}, NOW))).toBe(10);
    expect(await codeOf(() => removeAction(caller, id, actions[0]?.id ?? '', NOW))).toBe(10);
    const updater = allowed('UPDATE_DISPATCHERS');
    await createAction(updater, id, taskAction(), NOW);
    await changeAction(updater, id, actions[0]?.id ?? '', {}, NOW);
    await removeAction(updater, id, actions[0]?.id ?? '', NOW);
  });

  it('count for the next event from the moment they are changed', async () => {
    const dispatcher = await createDispatcher(EVERYTHING, { eventType: 'heard_at_once' }, NOW);
    const heard = async () => (await server.context.cache.listeners('heard_at_once'))[0]?.actions.length;
    expect(await heard()).toBe(0);
    const { id } = await createAction(EVERYTHING, dispatcher.id, taskAction(), NOW);
    expect(await heard()).toBe(1);
    await removeAction(EVERYTHING, dispatcher.id, id, NOW);
    expect(await heard()).toBe(0);
  });
});
