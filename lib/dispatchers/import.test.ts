import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailAction, taskAction } from '@/db/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createDispatcher } from './create';
import { deleteDispatcher } from './delete';
import { exportDispatchers } from './export';
import { importDispatchers } from './import';
import { listDispatchers } from './list';

const NOW = Date.now();
const MANAGED = 'EXH_CLI_MANAGED';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const run = (dispatchers: unknown, options: object = {}, principal = EVERYTHING) =>
  importDispatchers(principal, { dispatchers, ...options }, NOW);
const all = async () => (await listDispatchers(EVERYTHING, 'sort(id)&limit(50)')).data;
const create = (input: object) => createDispatcher(EVERYTHING, input, NOW);
const refused = async (act: () => Promise<unknown>) => {
  const { code, errors, message } = await refusalOf(act);
  return { code, paths: errors?.map((error) => (error as { path: string }).path), message };
};

const mail = (changes: object = {}) => ({
  type: 'mail',
  name: 'Confirm',
  recipients: { to: ['{{content.email}}'] },
  templateName: 'goodbye',
  ...changes,
});
const task = (changes: object = {}) => ({ type: 'task', name: 'Erase', functionName: 'erase', ...changes });
const file = (changes: object = {}) => ({
  eventType: 'user_deleted',
  name: 'Erase a user',
  tags: ['gdpr', MANAGED],
  actions: [mail(), task({ data: { id: '{{content.id}}' } })],
  ...changes,
});

describe('an export', () => {
  it('is the file that an import leaves unchanged', async () => {
    await create(file({ description: 'About it' }));
    await create({ eventType: 'order_placed', name: 'Off', enabled: false, actions: [] });
    const exported = await exportDispatchers(EVERYTHING);
    expect(exported).toEqual({
      dispatchers: [
        file({ description: 'About it' }),
        { eventType: 'order_placed', name: 'Off', enabled: false, tags: [], actions: [] },
      ],
    });
    const { steps } = await run(exported.dispatchers, { dryRun: true, clean: true });
    expect(steps.map((step) => [step.act, step.changes])).toEqual([
      ['unchanged', []],
      ['unchanged', []],
    ]);
  });

  it('makes the same dispatchers where there are none', async () => {
    await create(file());
    await create({ eventType: 'order_placed', name: 'Off', enabled: false, actions: [mail({ enabled: false })] });
    const exported = await exportDispatchers(EVERYTHING);
    for (const { id } of await all()) await deleteDispatcher(EVERYTHING, id);
    await run(exported.dispatchers);
    expect(await exportDispatchers(EVERYTHING)).toEqual(exported);
  });

  it('names what has no name, and an import finds it under that name', async () => {
    const { id, actions } = await create({ eventType: 'user_deleted', actions: [mailAction(), taskAction()] });
    const { dispatchers } = await exportDispatchers(EVERYTHING);
    const name = `user_deleted-${id.slice(-6)}`;
    expect(dispatchers[0]).toMatchObject({ name, actions: [{ name: `mail-${actions[0]?.id.slice(-6)}` }, {}] });
    const { steps } = await run(dispatchers);
    expect(steps).toMatchObject([{ act: 'update', id, changes: [{ path: 'name', to: name }, {}, {}] }]);
    const [stored] = await all();
    expect(stored).toMatchObject({ id, name });
    expect(stored?.actions.map((action) => action.id)).toEqual(actions.map((action) => action.id));
  });

  it('is for who may see dispatchers', async () => {
    expect((await refused(() => exportDispatchers(allowed('VIEW_EVENTS')))).code).toBe(10);
  });
});

describe('an import', () => {
  it('says first what it would do, and writes nothing then', async () => {
    const before = await create(file());
    const wanted = file({
      description: 'New',
      actions: [task({ data: { id: 7 } }), mail(), mail({ name: 'Tell', recipients: { to: ['a@example.com'] } })],
    });
    const result = await run([wanted, file({ name: 'Another' })], { dryRun: true });
    expect(result.applied).toBe(false);
    expect(result.steps).toEqual([
      {
        act: 'update',
        id: before.id,
        name: 'Erase a user',
        eventType: 'user_deleted',
        changes: [
          { path: 'description', to: 'New' },
          { path: 'actions.Erase.data', from: { id: '{{content.id}}' }, to: { id: 7 } },
          {
            path: 'actions.Tell',
            to: { ...mail({ name: 'Tell', recipients: { to: ['a@example.com'] } }), enabled: true },
          },
          { path: 'actions', from: ['Confirm', 'Erase'], to: ['Erase', 'Confirm'] },
        ],
      },
      { act: 'create', name: 'Another', eventType: 'user_deleted', changes: [] },
    ]);
    expect(await all()).toEqual([before]);
  });

  it('does what it said, and keeps the ids of the actions that stay', async () => {
    const before = await create(file());
    const wanted = [file({ description: 'New', actions: [task(), mail({ name: 'Tell' })] }), file({ name: 'Another' })];
    const planned = await run(wanted, { dryRun: true });
    expect(await run(wanted)).toEqual({ ...planned, applied: true });
    const [first, second] = await all();
    expect(first).toMatchObject({ id: before.id, description: 'New' });
    expect(first?.actions.map((action) => action.name)).toEqual(['Erase', 'Tell']);
    expect(first?.actions[0]?.id).toBe(before.actions[1]?.id);
    expect(second).toMatchObject({ name: 'Another', enabled: true });
    expect((await run(wanted)).steps.map((step) => step.act)).toEqual(['unchanged', 'unchanged']);
  });

  it('does not touch what is as the file says, and leaves switched off what is switched off', async () => {
    const before = await create(file({ enabled: false, actions: [mail({ enabled: false })] }));
    await importDispatchers(EVERYTHING, { dispatchers: [file({ actions: [mail()] })] }, NOW + 5_000);
    expect(await all()).toEqual([before]);
    await run([file({ enabled: true, actions: [mail({ enabled: true })] })]);
    expect(await all()).toMatchObject([{ enabled: true, actions: [{ enabled: true }] }]);
  });

  it('removes, when asked to, what the command-line tool manages and the file does not have, and nothing else', async () => {
    await create(file({ name: 'Managed' }));
    await create(file({ name: 'By hand', tags: ['gdpr'] }));
    expect((await run([file()])).steps.map((step) => step.act)).toEqual(['create']);
    const cleaned = await run([file()], { clean: true });
    expect(cleaned.steps.map((step) => [step.act, step.name])).toEqual([
      ['unchanged', 'Erase a user'],
      ['delete', 'Managed'],
    ]);
    expect((await all()).map((dispatcher) => dispatcher.name).sort()).toEqual(['By hand', 'Erase a user']);
  });

  it('is all or nothing', async () => {
    await create({ eventType: 'order_placed', name: 'Fixed' });
    const wanted = [file(), { eventType: 'another_type', name: 'Fixed' }];
    expect(await refused(() => run(wanted))).toMatchObject({ code: 26, paths: ['dispatchers[1].eventType'] });
    expect(await all()).toHaveLength(1);
  });

  it('needs the permission of each act, and to plan only to see', async () => {
    await create(file());
    const change = [file({ description: 'New' })];
    const addition = [file(), file({ name: 'Another' })];
    const may = allowed('VIEW_DISPATCHERS', 'UPDATE_DISPATCHERS');
    const viewer = allowed('VIEW_DISPATCHERS');
    expect((await refused(() => run(change, {}, allowed('UPDATE_DISPATCHERS')))).code).toBe(10);
    expect((await run(addition, { dryRun: true, clean: true }, viewer)).steps).toHaveLength(2);
    expect((await refused(() => run(change, {}, viewer))).message).toContain('UPDATE_DISPATCHERS');
    expect((await refused(() => run(addition, {}, may))).message).toContain('CREATE_DISPATCHERS');
    expect((await refused(() => run([], { clean: true }, may))).message).toContain('DELETE_DISPATCHERS');
    expect((await run([file()], {}, viewer)).steps.map((step) => step.act)).toEqual(['unchanged']);
    expect((await run(change, {}, may)).applied).toBe(true);
  });

  it.each([
    ['a field that is not known', [file({ id: 'f'.repeat(24) })], 15, ['dispatchers[0]']],
    [
      'a field of an action that is not known',
      [file({ actions: [mail({ to: [] })] })],
      15,
      ['dispatchers[0].actions[0]'],
    ],
    ['a dispatcher without a name', [{ eventType: 'a' }], 14, ['dispatchers[0].name']],
    [
      'an action without a name',
      [file({ actions: [task({ name: undefined })] })],
      14,
      ['dispatchers[0].actions[0].name'],
    ],
    ['a name twice', [file(), file()], 17, ['dispatchers[1].name']],
    ['the name of an action twice', [file({ actions: [mail(), mail()] })], 17, ['dispatchers[0].actions[1].name']],
    [
      'a broken expression',
      [file({ actions: [task({ data: { a: '{{#if' } })] })],
      15,
      ['dispatchers[0].actions[0].data.a'],
    ],
    [
      'too many actions',
      [file({ actions: Array.from({ length: 51 }, (_, i) => mail({ name: `${i}` })) })],
      15,
      ['dispatchers[0].actions'],
    ],
    ['too many dispatchers', Array.from({ length: 2_001 }, (_, i) => file({ name: `${i}` })), 15, ['dispatchers']],
  ])('refuses %s, and says where', async (_, dispatchers, code, paths) => {
    expect(await refused(() => run(dispatchers))).toMatchObject({ code, paths });
    expect(await all()).toEqual([]);
  });

  it('takes the reference to a schema that editors want in the file', async () => {
    expect((await run([file()], { $schema: 'https://example.com/dispatchers.json' })).applied).toBe(true);
  });
});
