import {
  FieldFormatError,
  InvalidRqlError,
  LocalizationKeyMissingError,
  MissingRequiredFieldsError,
  NoPermissionError,
  type OAuth2Client,
  ResourceAlreadyExistsError,
  ResourceUnknownError,
  rqlBuilder,
  TemplateFillingError,
  TemplateSyntaxError,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
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

const UNKNOWN_ID = '000000000000000000000000';
const create = (over: object = {}) =>
  exh.templatesV2.create({ name: uniqueName('template'), outputs: { body: 'Hello {{@inputs.name}}' }, ...over });

test('a template is created, found in every way, changed by id and by name, and removed', async () => {
  const name = `${uniqueName('template')} ${AWKWARD}`;
  const made = await exh.templatesV2.create({
    name,
    description: 'first',
    inputs: { customKey: { type: 'string' }, custom_key: { type: 'array', items: { type: 'number' } } },
    outputs: { subject: 'Hi', body_text: '{{@inputs.customKey}}', creationTimestamp: 'text, no time' },
  });
  expect(made).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    name,
    description: 'first',
    inputs: { customKey: { type: 'string' }, custom_key: { type: 'array', items: { type: 'number' } } },
    outputs: { subject: 'Hi', body_text: '{{@inputs.customKey}}', creationTimestamp: 'text, no time' },
    creationTimestamp: expect.any(Date),
    updateTimestamp: expect.any(Date),
  });
  expect(await exh.templatesV2.findById(made.id)).toEqual(made);
  expect(await exh.templatesV2.findByName(name)).toEqual(made);
  expect(await exh.templatesV2.findFirst({ rql: rqlBuilder().like('name', AWKWARD).build() })).toEqual(made);

  expect(await exh.templatesV2.update(made.id, { description: null, inputs: null })).toEqual({ affectedRecords: 1 });
  const { description: _, inputs: __, ...rest } = made;
  expect(await exh.templatesV2.findById(made.id)).toEqual({ ...rest, updateTimestamp: expect.any(Date) });

  const renamed = uniqueName('renamed');
  await exh.templatesV2.update(made.id, { name: renamed });
  expect(await exh.templatesV2.update(renamed, { description: 'by name' })).toEqual({ affectedRecords: 1 });
  expect((await exh.templatesV2.findById(made.id))?.description).toBe('by name');
  expect(await exh.templatesV2.remove(renamed)).toEqual({ affectedRecords: 1 });
  expect(await exh.templatesV2.findById(made.id)).toBeUndefined();
});

test('all of more than 120 templates are found; pages lead to the next and back', async () => {
  const description = uniqueName('many');
  const ids: string[] = [];
  for (let i = 0; i < 123; i++) ids.push((await create({ description })).id);
  const rql = rqlBuilder().eq('description', description).build();
  expect((await exh.templatesV2.findAll({ rql })).map(({ id }) => id)).toEqual(ids);

  const first = await exh.templatesV2.find({ rql: rqlBuilder(rql).limit(50).build() });
  const { next } = first as typeof first & { next(): Promise<typeof first & { previous(): Promise<typeof first> }> };
  const second = await next();
  expect(second.data.map(({ id }) => id)).toEqual(ids.slice(50, 100));
  expect((await second.previous()).data.map(({ id }) => id)).toEqual(ids.slice(0, 50));

  const selected = await exh.templatesV2.find({ rql: rqlBuilder(rql).select('updateTimestamp').limit(1).build() });
  expect(selected.data).toEqual([{ id: ids[0], updateTimestamp: expect.any(Date) }]);
});

test('a template is resolved in the language and time zone that are asked for', async () => {
  const { id, name } = await create({
    outputs: {
      subject: 'For {{@inputs.firstName}}',
      body_text: '<p>{{@inputs.first_name}} {{datetime @inputs.at dateStyle="long" timeStyle="short"}}</p>',
    },
  });
  const inputs = { firstName: 'Zoë', first_name: '<b>', at: '2026-05-17T22:30:00Z' };
  const outputs = await exh.templatesV2.resolve(name, { inputs, language: 'NL', timeZone: 'Europe/Brussels' });
  expect(outputs.subject).toBe('For Zoë');
  expect(outputs.body_text).toContain('&lt;b&gt; 18 mei 2026');
  expect(Object.keys(outputs).sort()).toEqual(['body_text', 'subject']);
  expect((await exh.templatesV2.resolve(id, { inputs })).body_text).toContain('May 17, 2026');
});

test('the service is healthy', async () => {
  expect(await exh.templatesV2.health()).toBe(true);
});

test('what is refused comes as the error class of the client', async () => {
  const { id, name } = await create({ inputs: { name: { type: 'string' } } });
  const { templatesV2 } = exh;
  const syntax = await errorOf(() => create({ outputs: { subject: 'fine', body: '{{#if}}' } }));
  expect(syntax).toBeInstanceOf(TemplateSyntaxError);
  expect((syntax as TemplateSyntaxError).syntaxError).toEqual({ output: 'body', message: expect.any(String) });
  expect(await errorOf(() => templatesV2.update(id, { outputs: { body: '{{' } }))).toBeInstanceOf(TemplateSyntaxError);
  expect(await errorOf(() => create({ name }))).toBeInstanceOf(ResourceAlreadyExistsError);
  expect(await errorOf(() => templatesV2.create({} as never))).toBeInstanceOf(MissingRequiredFieldsError);
  expect(await errorOf(() => create({ outputs: 'text' }))).toBeInstanceOf(FieldFormatError);
  expect(await errorOf(() => templatesV2.update(UNKNOWN_ID, {}))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => templatesV2.remove('no such template'))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => templatesV2.resolve(UNKNOWN_ID, {}))).toBeInstanceOf(ResourceUnknownError);
  expect(await errorOf(() => templatesV2.resolve(id, { inputs: { name: 7 } }))).toBeInstanceOf(TemplateFillingError);
  expect(await errorOf(() => templatesV2.find({ rql: '?eq(name' as never }))).toBeInstanceOf(InvalidRqlError);

  const { name: translated } = await create({ outputs: { body: "{{t 'no.such.key'}}" } });
  expect(await errorOf(() => templatesV2.resolve(translated, {}))).toBeInstanceOf(LocalizationKeyMissingError);
});

test('each call needs its own permission', async () => {
  const { id, name } = await create();
  const viewer = await clientAllowed(server, exh, 'VIEW_TEMPLATES');
  expect((await viewer.templatesV2.findByName(name))?.id).toBe(id);
  const refused = [
    () => viewer.templatesV2.create({ name: 'x', outputs: { a: 'b' } }),
    () => viewer.templatesV2.update(id, {}),
    () => viewer.templatesV2.remove(id),
    () => viewer.templatesV2.resolve(id, {}),
  ];
  for (const act of refused) expect(await errorOf(act)).toBeInstanceOf(NoPermissionError);
  const resolver = await clientAllowed(server, exh, 'RESOLVE_TEMPLATES');
  expect(await resolver.templatesV2.resolve(id, { inputs: { name: 'Ada' } })).toEqual({ body: 'Hello Ada' });
  expect(await errorOf(() => resolver.templatesV2.find())).toBeInstanceOf(NoPermissionError);
});
