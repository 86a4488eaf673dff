import {
  ActionType,
  createOAuth2Client,
  type Dispatcher,
  FieldFormatError,
  IDFormatError,
  IllegalArgumentError,
  InvalidRqlError,
  MissingRequiredFieldsError,
  NoPermissionError,
  type OAuth2Client,
  ResourceAlreadyExistsError,
  ResourceUnknownError,
  rqlBuilder,
  UserNotAuthenticatedError,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { AWKWARD, clientAllowed, collect, errorOf, signedInClient } from './fixtures/official-client';

let server: DispatchersServer;
let exh: OAuth2Client;

test.beforeAll(async () => {
  server = await startDispatchers();
  exh = await signedInClient(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

const UNKNOWN_ID = '000000000000000000000000';
const mail = (name: string) => ({
  type: ActionType.MAIL as const,
  name,
  recipients: { to: ['{{content.email}}'] },
  templateName: 'welcome',
});
const task = (name: string, data: Record<string, string> = {}) => ({
  type: ActionType.TASK as const,
  name,
  functionName: 'erase',
  data,
});
const create = (over: Partial<Dispatcher> = {}) =>
  exh.dispatchers.create({ eventType: uniqueName('type'), name: uniqueName('dispatcher'), actions: [], ...over });
const found = async (rql: ReturnType<ReturnType<typeof rqlBuilder>['build']>) =>
  (await exh.dispatchers.find({ rql })).data.map(({ name }) => name).sort();

test('a dispatcher is created with its actions, and its times are Dates', async () => {
  const data = { customKey: 'a', custom_key: 'b', creationTimestamp: '2026-01-02T03:04:05.000Z' };
  const before = Date.now();
  const made = await exh.dispatchers.create({
    eventType: 'user_deleted',
    name: 'Erase a user',
    description: AWKWARD,
    tags: ['gdpr', 'EXH_CLI_MANAGED'],
    actions: [mail('confirm'), { ...task('erase', data), tags: ['{{content.id}}'] }],
  });
  expect(made).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    eventType: 'user_deleted',
    name: 'Erase a user',
    description: AWKWARD,
    enabled: true,
    tags: ['gdpr', 'EXH_CLI_MANAGED'],
    actions: [
      { ...mail('confirm'), id: expect.stringMatching(/^[0-9a-f]{24}$/), enabled: true },
      { ...task('erase', data), tags: ['{{content.id}}'], id: expect.stringMatching(/^[0-9a-f]{24}$/), enabled: true },
    ],
    creationTimestamp: expect.any(Date),
    updateTimestamp: expect.any(Date),
  });
  expect(made.creationTimestamp.getTime()).toBeGreaterThanOrEqual(before);
  expect(await exh.dispatchers.findById(made.id)).toEqual(made);
  expect(await exh.dispatchers.findFirst({ rql: rqlBuilder().eq('name', 'Erase a user').build() })).toEqual(made);
});

test('an update changes name, description and tags; actions in it are ignored', async () => {
  const made = await create({ actions: [{ ...mail('confirm'), id: UNKNOWN_ID }] });
  const changes = { name: uniqueName('renamed'), description: 'new', tags: ['one'], eventType: made.eventType };
  const body = { ...changes, actions: [] };
  expect(await exh.dispatchers.update(made.id, body)).toEqual({ affectedRecords: 1 });
  const updated = await exh.dispatchers.findById(made.id);
  expect(updated).toEqual({ ...made, ...changes, updateTimestamp: expect.any(Date) });
  expect(updated.updateTimestamp.getTime()).toBeGreaterThanOrEqual(made.updateTimestamp.getTime());
});

test('a removed dispatcher is gone', async () => {
  const made = await create();
  expect(await exh.dispatchers.remove(made.id)).toEqual({ affectedRecords: 1 });
  expect(await exh.dispatchers.findById(made.id)).toBeUndefined();
  expect(await errorOf(() => exh.dispatchers.remove(made.id))).toBeInstanceOf(ResourceUnknownError);
});

test('actions are added, changed and removed one by one', async () => {
  const { id } = await create({ actions: [{ ...mail('first'), id: UNKNOWN_ID }] });
  const data = { customKey: '{{content.a}}', custom_key: 'b', updateTimestamp: 'mine' };
  const added = await exh.dispatchers.actions.create(id, task('second', data));
  expect(added).toEqual({ ...task('second', data), id: expect.stringMatching(/^[0-9a-f]{24}$/), enabled: true });

  const startTimestamp = new Date('2030-01-02T03:04:05.000Z');
  const change = { functionName: 'other', description: AWKWARD, startTimestamp };
  expect(await exh.dispatchers.actions.update(id, added.id, change)).toEqual({ affectedRecords: 1 });
  const [first, second] = (await exh.dispatchers.findById(id)).actions;
  expect(second).toEqual({ ...added, ...change });

  expect(await exh.dispatchers.actions.remove(id, first?.id ?? '')).toEqual({ affectedRecords: 1 });
  expect((await exh.dispatchers.findById(id)).actions.map(({ name }) => name)).toEqual(['second']);
  expect(await errorOf(() => exh.dispatchers.actions.remove(id, first?.id ?? ''))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => exh.dispatchers.actions.create(id, task('second')))).toBeInstanceOf(
    ResourceAlreadyExistsError,
  );
});

test('all of more than 120 dispatchers are found, page by page, each one once', async () => {
  const description = uniqueName('many');
  const ids = [];
  for (let i = 0; i < 125; i++) ids.push((await create({ description })).id);
  const rql = rqlBuilder().eq('description', description).build();

  expect((await exh.dispatchers.findAll({ rql })).map(({ id }) => id)).toEqual(ids);
  expect((await collect(exh.dispatchers.findAllIterator({ rql }))).map(({ id }) => id)).toEqual(ids);

  const page = await exh.dispatchers.find({ rql });
  expect(page.page).toEqual({ total: 125, offset: 0, limit: 20 });
  const large = await exh.dispatchers.find({ rql: rqlBuilder(rql).limit(1_000, 100).build() });
  expect(large.page).toEqual({ total: 125, offset: 100, limit: 50 });
  expect(large.data.map(({ id }) => id)).toEqual(ids.slice(100));
  const last = await exh.dispatchers.find({ rql: rqlBuilder(rql).sort('-id').limit(1).build() });
  expect(last.data.map(({ id }) => id)).toEqual(ids.slice(-1));
  const uncounted = await exh.dispatchers.find({ rql: rqlBuilder(rql).skipCount().build() });
  expect(uncounted.page).toEqual({ offset: 0, limit: 20 });
});

test('every documented filter finds what it says, with values that need escaping', async () => {
  const [a, b, c] = [`${AWKWARD} a`, `${AWKWARD} b`, `${AWKWARD} c`];
  await create({ name: a, description: 'filters', tags: ['x', AWKWARD], actions: [{ ...mail('m'), id: UNKNOWN_ID }] });
  await create({ name: b, description: 'filters', tags: ['y'], actions: [{ ...task('t'), id: UNKNOWN_ID }] });
  await create({ name: c, description: 'filters', tags: [], actions: [] });
  const all = () => rqlBuilder().eq('description', 'filters');

  expect(await found(rqlBuilder().eq('name', a).build())).toEqual([a]);
  expect(await found(all().ne('name', a).build())).toEqual([b, c]);
  expect(await found(rqlBuilder().in('name', [a, c]).build())).toEqual([a, c]);
  expect(await found(all().out('name', [a, c]).build())).toEqual([b]);
  expect(await found(all().like('name', 'C&D É "X" B').build())).toEqual([b]);
  expect(await found(all().gt('name', a).build())).toEqual([b, c]);
  expect(await found(all().ge('name', b).build())).toEqual([b, c]);
  expect(await found(all().lt('name', b).build())).toEqual([a]);
  expect(await found(all().le('name', b).build())).toEqual([a, b]);
  const isA = rqlBuilder().eq('name', a).intermediate();
  const isB = rqlBuilder().eq('name', b).intermediate();
  expect(await found(rqlBuilder().or(isA, isB).build())).toEqual([a, b]);
  expect(await found(rqlBuilder().and(isA, isB).build())).toEqual([]);
  expect(await found(all().eq('tags', AWKWARD).build())).toEqual([a]);
  expect(await found(all().contains('name').build())).toEqual([a, b, c]);
  expect(await found(all().excludes('name').build())).toEqual([]);
  const isMail = rqlBuilder().eq('type', 'mail').intermediate();
  const isNamedM = rqlBuilder().eq('name', 'm').intermediate();
  expect(await found(all().contains('actions', isMail, isNamedM).build())).toEqual([a]);
  expect(await found(all().excludes('actions', isMail).build())).toEqual([b, c]);
  expect(await found(all().eq('actions.functionName', 'erase').build())).toEqual([b]);
  const past = new Date(Date.now() - 60_000).toISOString();
  expect(await found(all().ge('creationTimestamp', past).build())).toEqual([a, b, c]);
  expect(await found(all().lt('creationTimestamp', past).build())).toEqual([]);

  const selected = await exh.dispatchers.find({ rql: all().select(['name', 'tags']).sort('name').limit(1).build() });
  expect(selected.data).toEqual([{ id: expect.any(String), name: a, tags: ['x', AWKWARD] }]);
});

test('what is refused comes as the error class of the client', async () => {
  const { id, eventType, name } = await create();
  const { dispatchers } = exh;
  const wrong = { eventType: 'x', actions: [{ type: ActionType.MAIL as const }] };
  expect(await errorOf(() => dispatchers.create({ actions: [] } as never))).toBeInstanceOf(MissingRequiredFieldsError);
  expect(await errorOf(() => dispatchers.create(wrong))).toBeInstanceOf(MissingRequiredFieldsError);
  expect(await errorOf(() => dispatchers.create({ eventType: 7, actions: [] } as never))).toBeInstanceOf(
    FieldFormatError,
  );
  expect(await errorOf(() => create({ name: String(name) }))).toBeInstanceOf(ResourceAlreadyExistsError);
  expect(await errorOf(() => dispatchers.update(id, { eventType: `${eventType}_2` }))).toBeInstanceOf(
    IllegalArgumentError,
  );
  expect(await errorOf(() => dispatchers.update(UNKNOWN_ID, { name: 'n' }))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => dispatchers.update('nonsense', { name: 'n' }))).toBeInstanceOf(IDFormatError);
  expect(await errorOf(() => dispatchers.actions.update(id, UNKNOWN_ID, {}))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => dispatchers.find({ rql: '?eq(nothing,1)' as never }))).toBeInstanceOf(InvalidRqlError);
  expect(await errorOf(() => dispatchers.find({ rql: '?near(name,x)' as never }))).toBeInstanceOf(InvalidRqlError);
  const stranger = createOAuth2Client({ host: server.url, clientId: CLIENT_ID });
  expect(await errorOf(() => stranger.dispatchers.find())).toBeInstanceOf(UserNotAuthenticatedError);
});

test('each call needs its own permission', async () => {
  const { id } = await create();
  const viewer = await clientAllowed(server, exh, 'VIEW_DISPATCHERS');
  const others = await clientAllowed(server, exh, 'CREATE_DISPATCHERS', 'UPDATE_DISPATCHERS', 'DELETE_DISPATCHERS');
  expect((await viewer.dispatchers.findById(id)).id).toBe(id);
  const refused = [
    () => viewer.dispatchers.create({ eventType: 'x', actions: [] }),
    () => viewer.dispatchers.update(id, {}),
    () => viewer.dispatchers.remove(id),
    () => viewer.dispatchers.actions.create(id, mail('m')),
    () => viewer.dispatchers.actions.update(id, UNKNOWN_ID, {}),
    () => viewer.dispatchers.actions.remove(id, UNKNOWN_ID),
    () => others.dispatchers.find(),
  ];
  for (const act of refused) expect(await errorOf(act)).toBeInstanceOf(NoPermissionError);
  expect(await others.dispatchers.remove(id)).toEqual({ affectedRecords: 1 });
});
