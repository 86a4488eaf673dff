import {
  FieldFormatError,
  InvalidRqlError,
  MissingRequiredFieldsError,
  NoPermissionError,
  type OAuth2Client,
  rqlBuilder,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { AWKWARD, clientAllowed, errorOf, signedInClient } from './fixtures/official-client';

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

test('an event is created and found in every way', async () => {
  const type = `${uniqueName('type')} ${AWKWARD}`;
  const made = await exh.events.create({
    type,
    content: { name: AWKWARD, count: 3, nested: { list: ['a', AWKWARD] } },
  });
  expect(made).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    type,
    content: { name: AWKWARD, count: 3, nested: { list: ['a', AWKWARD] } },
    creationTimestamp: expect.any(Date),
    updateTimestamp: expect.any(Date),
  });
  expect(await exh.events.findById(made.id)).toEqual(made);
  const queries = [
    rqlBuilder().eq('type', type),
    rqlBuilder().eq('type', type).eq('content.name', AWKWARD),
    rqlBuilder().eq('type', type).eq('content.nested.list', AWKWARD),
    rqlBuilder().eq('type', type).gt('content.count', '2').lt('content.count', '4'),
    rqlBuilder().in('type', ['nothing', type]),
    rqlBuilder().like('type', AWKWARD),
    rqlBuilder().eq('type', type).ge('creation_timestamp', made.creationTimestamp.toISOString()),
  ];
  for (const query of queries) expect(await exh.events.findFirst({ rql: query.build() })).toEqual(made);
  const others = rqlBuilder().eq('type', type).ne('content.name', AWKWARD).build();
  expect(await exh.events.findFirst({ rql: others })).toBeUndefined();
});

test('the keys of its content are kept when the client is told to keep them', async () => {
  const content = { customKey: 1, custom_key: 2, creationTimestamp: 'no time' };
  const made = await exh.events.create({ type: 'kept', content }, { normalizeEventContent: false });
  expect(made.content).toEqual(content);
  // A list always comes out of the client with its own idea of the keys: this is what was really answered.
  const answer = await (await signIn(server)).call('GET', `/events/v1/?eq(id,${made.id})`);
  expect(answer.body).toMatchObject({ data: [{ content }] });
});

test('all of more than 120 events are found, in pages of what is asked for', async () => {
  const type = uniqueName('many');
  const ids: string[] = [];
  for (let i = 0; i < 123; i++) ids.push((await exh.events.create({ type, content: { i } })).id);
  const rql = rqlBuilder().eq('type', type).build();
  expect((await exh.events.findAll({ rql })).map(({ id }) => id)).toEqual(ids);
  const page = await exh.events.find({ rql: rqlBuilder(rql).sort('-content.i').limit(2, 1).build() });
  expect(page.page).toEqual({ total: 123, offset: 1, limit: 2 });
  expect(page.data.map(({ content }) => content?.i)).toEqual([121, 120]);
  const uncounted = await exh.events.find({ rql: rqlBuilder(rql).skipCount().select(['type']).limit(1).build() });
  expect(uncounted).toMatchObject({ page: { offset: 0, limit: 1 }, data: [{ id: ids[0], type }] });
  expect(uncounted.page.total).toBeUndefined();
});

test('a subscription is found by its id and its event type', async () => {
  const { id } = await exh.dispatchers.create({ eventType: AWKWARD, actions: [], tags: [] });
  const found = await exh.events.subscriptions.findById(id);
  expect(found).toEqual({
    id,
    service: { name: expect.any(String), version: { major: 1, minor: 0, patch: 0 } },
    eventTypes: [AWKWARD],
    retriable: true,
    creationTimestamp: expect.any(Date),
    updateTimestamp: expect.any(Date),
  });
  const rql = rqlBuilder().eq('event_types', AWKWARD).build();
  expect((await exh.events.subscriptions.find({ rql })).data).toEqual([found]);
});

test('more than 120 subscriptions are found whole', async () => {
  const prefix = uniqueName('listened');
  for (let i = 0; i < 121; i++) {
    await exh.dispatchers.create({ eventType: `${prefix}.${i}`, actions: [], tags: [] });
  }
  const rql = rqlBuilder().like('event_types', prefix).build();
  expect(await exh.events.subscriptions.findAll({ rql })).toHaveLength(121);
});

test('what is refused comes as the error class of the client', async () => {
  const { events } = exh;
  expect(await errorOf(() => events.create({ content: {} } as never))).toBeInstanceOf(MissingRequiredFieldsError);
  expect(await errorOf(() => events.create({ type: 7 } as never))).toBeInstanceOf(FieldFormatError);
  expect(await errorOf(() => events.find({ rql: '?eq(type' as never }))).toBeInstanceOf(InvalidRqlError);
  const badField = { rql: rqlBuilder().eq('no_such_field', '1').build() };
  expect(await errorOf(() => events.find(badField))).toBeInstanceOf(InvalidRqlError);
  expect(await errorOf(() => events.subscriptions.find(badField))).toBeInstanceOf(InvalidRqlError);
});

test('each call needs its own permission, and health needs none', async () => {
  const sender = await clientAllowed(server, exh, 'CREATE_EVENTS');
  expect((await sender.events.create({ type: 'allowed' })).type).toBe('allowed');
  expect(await errorOf(() => sender.events.find())).toBeInstanceOf(NoPermissionError);
  expect(await errorOf(() => sender.events.subscriptions.find())).toBeInstanceOf(NoPermissionError);
  const viewer = await clientAllowed(server, exh, 'VIEW_EVENTS', 'VIEW_SUBSCRIPTIONS');
  expect((await viewer.events.find()).data.length).toBeGreaterThan(0);
  expect((await viewer.events.subscriptions.find()).data.length).toBeGreaterThan(0);
  expect(await errorOf(() => viewer.events.create({ type: 'refused' }))).toBeInstanceOf(NoPermissionError);
  for (const service of [exh.events, exh.users, exh.auth]) expect(await service.health()).toBe(true);
});
