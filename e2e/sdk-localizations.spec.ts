import { createOAuth2Client, rqlBuilder } from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { ADMIN, CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';

let server: DispatchersServer;
let exh: ReturnType<typeof createOAuth2Client>;
const awkward = 'a)b,c&d é "x"';

test.beforeAll(async () => {
  server = await startDispatchers();
  exh = createOAuth2Client({ host: server.url, clientId: CLIENT_ID });
  await exh.auth.authenticate({ username: ADMIN.email, password: ADMIN.password });
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

test('localizations are created once, changed, asked for by key, and removed by a query', async () => {
  const greeting = { key: 'greeting', text: { EN: 'Hello', NL: 'Dag' } };
  expect(await exh.localizations.create({ localizations: [greeting] })).toMatchObject({ created: 1, existing: 0 });
  const again = await exh.localizations.create({ localizations: [{ ...greeting, text: { EN: 'Changed' } }] });
  expect(again).toMatchObject({ created: 0, existing: 1, existingIds: [expect.stringMatching(/^[0-9a-f]{24}$/)] });
  expect((await exh.localizations.findByKey('greeting'))?.text).toEqual({ EN: 'Hello', NL: 'Dag' });

  const changes = [greeting.key, 'nowhere'].map((key) => ({ key, text: { EN: 'Hi', FR: 'Salut' } }));
  expect(await exh.localizations.update({ localizations: changes })).toMatchObject({
    updated: 1,
    missing: 1,
    missingIds: ['nowhere'],
  });
  const texts = await exh.localizations.getByKeys({ localizationCodes: ['FR', 'NL'], localizations: ['greeting'] });
  expect(texts).toEqual({ greeting: { EN: 'Hi', FR: 'Salut', NL: 'Hi' } });

  const found = await exh.localizations.findFirst({ rql: rqlBuilder().eq('key', 'greeting').build() });
  expect(found?.creationTimestamp).toBeInstanceOf(Date);
  const removed = await exh.localizations.remove(rqlBuilder().eq('key', 'greeting').build());
  expect(removed).toMatchObject({ affectedRecords: 1 });
  expect(await exh.localizations.findByKey('greeting')).toBeUndefined();
});

test('more than a page is found whole, and any key can be asked for', async () => {
  const many = Array.from({ length: 125 }, (_, i) => ({ key: `many.${i}`, text: { EN: `text ${i}` } }));
  await exh.localizations.create({ localizations: [...many, { key: awkward, text: { EN: awkward } }] });
  const rql = rqlBuilder().like('key', 'many.').build();
  expect(await exh.localizations.findAll({ rql })).toHaveLength(125);
  expect((await exh.localizations.findByKey(awkward))?.text.EN).toBe(awkward);
  const page = await exh.localizations.find({ rql: rqlBuilder().like('key', 'many.').limit(10).build() });
  expect(page.page).toEqual({ total: 125, offset: 0, limit: 10 });
});

test('what is wrong comes as the error class of the client', async () => {
  const withoutEnglish = { localizations: [{ key: 'k', text: { NL: 'Dag' } }] };
  await expect(exh.localizations.create(withoutEnglish)).rejects.toMatchObject({
    name: 'DEFAULT_LOCALIZATION_MISSING_EXCEPTION',
  });
  await expect(exh.localizations.remove(rqlBuilder().build())).rejects.toMatchObject({ name: 'INVALID_RQL_EXCEPTION' });
  expect(await exh.localizations.health()).toBe(true);
});

test('languages, countries and their regions are named by their codes', async () => {
  expect(await exh.localizations.getLanguages()).toContain('NL');
  expect(await exh.localizations.getCountries()).toContain('BE');
  expect(await exh.localizations.getRegions('BE')).toContain('BE-VAN');
  await expect(exh.localizations.getRegions('XX')).rejects.toMatchObject({ name: 'RESOURCE_UNKNOWN_EXCEPTION' });
});

test('the caller is known by name, with roles and permissions', async () => {
  const me = await exh.users.me();
  expect(me).toMatchObject({ email: ADMIN.email, language: 'EN', timeZone: 'UTC' });
  expect(me.roles?.[0]).toMatchObject({ name: 'Administrator' });
  expect(me.creationTimestamp).toBeInstanceOf(Date);
});

test('a subscription stands for each event type that is listened to', async () => {
  for (const name of ['one', 'two'])
    await exh.dispatchers.create({ eventType: 'subscribed', name, actions: [], tags: [] });
  await exh.dispatchers.create({ eventType: awkward, actions: [], tags: [] });
  const all = await exh.events.subscriptions.findAll();
  expect(all.map((subscription) => subscription.eventTypes)).toEqual([[awkward], ['subscribed']]);
  const rql = rqlBuilder().eq('event_types', 'subscribed').build();
  expect(await exh.events.subscriptions.findFirst({ rql })).toMatchObject({ eventTypes: ['subscribed'] });
});
