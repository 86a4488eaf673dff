import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDispatcher } from '@/db/dispatchers';
import { mailAction, taskAction, uniqueName } from '@/db/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createDispatcher } from './create';
import { deleteDispatcher } from './delete';
import { replaceDispatcher, updateDispatcher } from './update';

const NOW = Date.UTC(2026, 4, 17, 12);
const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const create = (body: object = {}, now = NOW) =>
  createDispatcher(EVERYTHING, { eventType: 'user_deleted', actions: [mailAction(), taskAction()], ...body }, now);
const find = async (id: string) => {
  const found = await findDispatcher(id);
  if (!found) throw new Error('the dispatcher is gone');
  return found;
};
const paths = async (act: () => unknown) => {
  const refusal = await refusalOf(act);
  return [refusal.code, refusal.errors?.map((error) => ('path' in error ? error.path : error))];
};

describe('creating a dispatcher', () => {
  it('stores it with its actions, in their order, each with an id of its own', async () => {
    const name = uniqueName('dispatcher');
    const stored = await create({ name, description: 'why', tags: ['a', 'b'] });
    expect(stored).toMatchObject({ name, description: 'why', tags: ['a', 'b'], enabled: true, creationTimestamp: NOW });
    expect(stored.actions.map((action) => action.type)).toEqual(['mail', 'task']);
    expect(new Set(stored.actions.map((action) => action.id)).size).toBe(2);
    expect(await find(stored.id)).toEqual(stored);
  });

  it('ignores keys that it does not know, in it and in its actions', async () => {
    const actions = [{ ...taskAction(), id: UNKNOWN, colour: 'red' }];
    const stored = await create({ id: UNKNOWN, creationTimestamp: 1, colour: 'red', actions });
    expect(stored.id).not.toBe(UNKNOWN);
    expect(stored.actions[0]?.id).not.toBe(UNKNOWN);
    expect(JSON.stringify(await find(stored.id))).not.toContain('red');
  });

  it('is heard by the next event', async () => {
    const eventType = uniqueName('type');
    expect(await server.context.cache.listeners(eventType)).toEqual([]);
    const { id } = await create({ eventType });
    expect(await server.context.cache.listeners(eventType)).toMatchObject([{ id }]);
  });

  it('refuses a name that is taken, and names the field', async () => {
    const name = uniqueName('dispatcher');
    await create({ name });
    expect(await paths(() => create({ name: ` ${name} ` }))).toEqual([17, ['name']]);
  });

  it('allows the same name for actions of two dispatchers, and not within one', async () => {
    await create({ actions: [taskAction({ name: 'same' })] });
    await create({ actions: [taskAction({ name: 'same' })] });
    const twice = [taskAction({ name: 'same' }), mailAction({ name: 'same' })];
    expect((await refusalOf(() => create({ actions: twice }))).code).toBe(17);
  });

  it.each([
    [14, ['eventType'], { eventType: undefined }],
    [15, ['eventType'], { eventType: 'line\nbreak' }],
    [15, ['tags[0]'], { tags: [''] }],
    [15, ['actions[0].type'], { actions: [{ ...mailAction(), type: 'sms' }] }],
    [14, ['actions[1].functionName'], { actions: [mailAction(), taskAction({ functionName: undefined })] }],
    [15, ['actions[0].recipients.to'], { actions: [mailAction({ recipients: { to: [] } })] }],
    [15, ['actions[0].templateId'], { actions: [mailAction({ templateName: undefined })] }],
    [15, ['actions[0].templateId'], { actions: [mailAction({ templateId: UNKNOWN })] }],
    [15, ['actions[0].priority'], { actions: [taskAction({ priority: 1.5 })] }],
    [15, ['actions'], { actions: Array.from({ length: 51 }, () => taskAction()) }],
  ])('refuses with %i and names %j', async (code, fields, body) => {
    expect(await paths(() => create(body))).toEqual([code, fields]);
  });

  it.each([
    ['actions[0].recipients.to[1]', mailAction({ recipients: { to: ['a@example.com', '{{content.'] } })],
    ['actions[0].recipients.bcc[0]', mailAction({ recipients: { to: ['a@example.com'], bcc: ['{{nothelper 1 2}}'] } })],
    ['actions[0].templateName', mailAction({ templateName: '{{#if a}}' })],
    ['actions[0].functionName', taskAction({ functionName: '{{}}' })],
    ['actions[0].data.deep[1].name', taskAction({ data: { deep: [1, { name: '{{/if}}' }] } })],
    ['actions[0].startTimestamp', taskAction({ startTimestamp: '{{sum' })],
    ['actions[0].tags[0]', taskAction({ tags: ['{{{x}}'] })],
  ])('refuses an expression that cannot be read, and names %s', async (field, action) => {
    expect(await paths(() => create({ actions: [action] }))).toEqual([15, [field]]);
  });

  it('stores nothing of what it refuses', async () => {
    const name = uniqueName('dispatcher');
    await refusalOf(() => create({ name, actions: [taskAction({ functionName: '{{' })] }));
    expect(await create({ name })).toMatchObject({ name });
  });
});

describe('updating a dispatcher', () => {
  const update = (id: string, body: object, now = NOW + 1) => updateDispatcher(EVERYTHING, id, body, now);

  it('changes what the body names and leaves the rest', async () => {
    const before = await create({ name: uniqueName('dispatcher'), description: 'why', tags: ['a'] });
    await update(before.id, { description: 'because', enabled: false });
    const after = { ...before, description: 'because', enabled: false, updateTimestamp: NOW + 1 };
    expect(await find(before.id)).toEqual(after);
    await update(before.id, { name: null, description: null, tags: [] }, NOW + 2);
    const { name: _name, description: _description, ...rest } = after;
    expect(await find(before.id)).toEqual({ ...rest, tags: [], updateTimestamp: NOW + 2 });
  });

  it('ignores actions and unknown keys in the body', async () => {
    const before = await create();
    await update(before.id, { actions: [], id: UNKNOWN, creationTimestamp: 1, colour: 'red' });
    expect(await find(before.id)).toEqual({ ...before, updateTimestamp: NOW + 1 });
  });

  it('accepts the event type that it has, and refuses another', async () => {
    const { id } = await create();
    await update(id, { eventType: 'user_deleted' });
    expect(await paths(() => update(id, { eventType: 'user_created' }))).toEqual([26, ['eventType']]);
  });

  it('refuses a name that another has, and accepts its own', async () => {
    const [taken, own] = [uniqueName('dispatcher'), uniqueName('dispatcher')];
    await create({ name: taken });
    const { id } = await create({ name: own });
    await update(id, { name: own });
    expect(await paths(() => update(id, { name: taken }))).toEqual([17, ['name']]);
    expect((await find(id)).name).toBe(own);
  });

  it('of one that is not there is refused', async () => {
    expect((await refusalOf(() => update(UNKNOWN, {}))).code).toBe(16);
  });
});

describe('replacing a dispatcher', () => {
  const replace = (id: string, body: object, now = NOW + 1) => replaceDispatcher(EVERYTHING, id, body, now);

  it('keeps the ids of the actions that stay, in the order that the body says', async () => {
    const actions = [taskAction({ name: 'one' }), mailAction({ name: 'two' }), taskAction({ name: 'three' })];
    const before = await create({ actions });
    const [one, two, three] = before.actions;
    const after = await replace(before.id, { ...before, actions: [three, taskAction({ name: 'new' }), two] });
    expect(after.actions.map((action) => action.name)).toEqual(['three', 'new', 'two']);
    expect([after.actions[0]?.id, after.actions[2]?.id]).toEqual([three?.id, two?.id]);
    expect(after.actions.map((action) => action.id)).not.toContain(one?.id);
    expect(await find(before.id)).toEqual(after);
  });

  it('lets actions exchange their names', async () => {
    const before = await create({ actions: [taskAction({ name: 'a' }), taskAction({ name: 'b' })] });
    const [a, b] = before.actions;
    const after = await replace(before.id, {
      ...before,
      actions: [
        { ...a, name: 'b' },
        { ...b, name: 'a' },
      ],
    });
    expect(after.actions.map((action) => [action.id, action.name])).toEqual([
      [a?.id, 'b'],
      [b?.id, 'a'],
    ]);
  });

  it('gives no action an id that belongs elsewhere, or that another action of the body has', async () => {
    const [before, other] = [await create({ actions: [taskAction()] }), await create({ actions: [taskAction()] })];
    const [own] = before.actions;
    const [foreign] = other.actions;
    const after = await replace(before.id, { ...before, actions: [own, foreign, own, taskAction({ id: UNKNOWN })] });
    const ids = after.actions.map((action) => action.id);
    expect(ids[0]).toBe(own?.id);
    expect(new Set([...ids, foreign?.id, UNKNOWN]).size).toBe(6);
    expect(await find(other.id)).toEqual(other);
  });

  it('refuses to overwrite what somebody else saved meanwhile', async () => {
    const seen = await create();
    await updateDispatcher(EVERYTHING, seen.id, { description: 'meanwhile' }, NOW + 1);
    const refusal = await refusalOf(() => replace(seen.id, { ...seen, description: 'mine' }));
    expect(refusal).toMatchObject({ code: 27, status: 409 });
    expect((await find(seen.id)).description).toBe('meanwhile');
    const { updateTimestamp: _guard, ...unguarded } = seen;
    expect((await replace(seen.id, { ...unguarded, description: 'mine' })).description).toBe('mine');
  });

  it('guards an update in the same way, by the time in the body or in If-Unmodified-Since', async () => {
    const seen = await create();
    const guarded = { description: 'mine', updateTimestamp: seen.updateTimestamp };
    await updateDispatcher(EVERYTHING, seen.id, guarded, NOW + 5_000);
    const stale = { ...guarded, description: 'again' };
    const sinceSeen = new Date(seen.updateTimestamp).toUTCString();
    for (const attempt of [
      () => updateDispatcher(EVERYTHING, seen.id, stale, NOW + 6_000),
      () => updateDispatcher(EVERYTHING, seen.id, { description: 'again' }, NOW + 6_000, sinceSeen),
    ]) {
      expect(await refusalOf(attempt)).toMatchObject({ code: 27, status: 409 });
    }
    expect((await find(seen.id)).description).toBe('mine');
    const sinceChanged = new Date(NOW + 5_000).toUTCString();
    await updateDispatcher(EVERYTHING, seen.id, { description: 'again' }, NOW + 6_000, sinceChanged);
    expect((await find(seen.id)).description).toBe('again');
  });

  it('refuses another event type, and what is missing', async () => {
    const before = await create();
    expect((await refusalOf(() => replace(before.id, { ...before, eventType: 'another' }))).code).toBe(26);
    expect(await paths(() => replace(before.id, { ...before, actions: undefined }))).toEqual([14, ['actions']]);
    expect((await refusalOf(() => replace(UNKNOWN, before))).code).toBe(16);
  });

  it('checks an action that is there already as strictly as a new one, and names its field', async () => {
    const before = await create();
    const [mail, task] = before.actions;
    const withActions = (...actions: object[]) => paths(() => replace(before.id, { ...before, actions }));
    expect(await withActions({ ...mail, templateName: undefined })).toEqual([15, ['actions[0].templateId']]);
    expect(await withActions({ ...mail, templateId: UNKNOWN })).toEqual([15, ['actions[0].templateId']]);
    expect(await withActions({ ...mail, recipients: { to: [] } })).toEqual([15, ['actions[0].recipients.to']]);
    expect(await withActions({ ...mail }, { ...task, functionName: '' })).toEqual([15, ['actions[1].functionName']]);
    expect(await withActions({ ...task, data: { a: '{{' } })).toEqual([15, ['actions[0].data.a']]);
  });

  it('changes nothing when one of its actions is refused', async () => {
    const before = await create();
    await refusalOf(() =>
      replace(before.id, { ...before, actions: [taskAction({ name: 'x' }), taskAction({ name: 'x' })] }),
    );
    expect(await find(before.id)).toEqual(before);
  });
});

describe('what a caller may do with dispatchers', () => {
  it('is one permission for each act', async () => {
    const dispatcher = await create();
    const other = allowed('VIEW_DISPATCHERS');
    const acts: [string, () => unknown][] = [
      ['CREATE', () => createDispatcher(other, {}, NOW)],
      ['UPDATE', () => updateDispatcher(other, dispatcher.id, {}, NOW)],
      ['UPDATE', () => replaceDispatcher(other, dispatcher.id, dispatcher, NOW)],
      ['DELETE', () => deleteDispatcher(other, dispatcher.id)],
    ];
    for (const [act, run] of acts) {
      expect(await refusalOf(run)).toMatchObject({
        code: 10,
        message: `The permission ${act}_DISPATCHERS is required`,
      });
    }
    await createDispatcher(allowed('CREATE_DISPATCHERS'), { eventType: 'user_deleted' }, NOW);
    await updateDispatcher(allowed('UPDATE_DISPATCHERS'), dispatcher.id, {}, NOW);
    await deleteDispatcher(allowed('DELETE_DISPATCHERS'), dispatcher.id);
    expect(await findDispatcher(dispatcher.id)).toBeUndefined();
    expect((await refusalOf(() => deleteDispatcher(EVERYTHING, dispatcher.id))).code).toBe(16);
  });
});
