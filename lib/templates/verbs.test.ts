import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putLocalization } from '@/db/localizations';
import { findTemplate } from '@/db/templates';
import { uniqueName } from '@/db/testing';
import { configurationChanged } from '@/lib/server/context';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from './create';
import { deleteTemplate } from './delete';
import { resolveTemplate } from './resolve';
import { updateTemplate } from './update';

const NOW = Date.UTC(2026, 4, 17, 12);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
  await putLocalization({ key: 'hello', text: { EN: 'Hello {{name}}', NL: 'Dag {{name}}' } }, NOW);
});
afterAll(() => server.close());

const create = (outputs: Record<string, string> = { body: 'Hi' }, body: object = {}) =>
  createTemplate(EVERYTHING, { name: uniqueName('template'), outputs, ...body }, NOW);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('creating a template', () => {
  it('stores it under its name and its id', async () => {
    const inputs = { first_name: { type: 'string' }, list: { type: 'array', items: { type: 'number' } } };
    const stored = await create(
      { subject: 'Hi', body: '<p>{{@inputs.first_name}}</p>' },
      { inputs, description: 'why' },
    );
    expect(findTemplate(stored.name)).toEqual(stored);
    expect(findTemplate(stored.id)).toEqual(stored);
    expect(stored).toMatchObject({ inputs, description: 'why', creationTimestamp: NOW });
  });

  it('refuses a name that is taken', async () => {
    const { name } = await create();
    expect(await refusalOf(() => create({ body: 'x' }, { name }))).toMatchObject({
      code: 17,
      errors: [{ path: 'name' }],
    });
  });

  it('refuses outputs that cannot be read with 1004, and names each with its place', async () => {
    const refusal = await refusalOf(() => create({ good: 'Hi', subject: '{{#if a}}', body: 'one\n{{nothelper 1}}' }));
    expect(refusal).toMatchObject({ code: 1004, status: 400 });
    expect(refusal.errors).toMatchObject([{ output: 'subject' }, { output: 'body', line: 2 }]);
    expect(refusal.toBody()).toMatchObject({ syntaxError: { output: 'subject' } });
  });

  it.each([
    [14, 'name', { name: undefined }],
    [15, 'name', { name: 'a/b' }],
    [15, 'outputs', { outputs: {} }],
    [15, 'outputs.body', { outputs: { body: 'x'.repeat(262_145) } }],
    [15, 'inputs.a.type', { inputs: { a: { type: 'date' } } }],
  ])('refuses with %i what is wrong with %s', async (code, path, body) => {
    const refusal = await refusalOf(() => create(undefined, body));
    expect([refusal.code, refusal.errors?.[0]]).toMatchObject([code, { path }]);
  });
});

describe('updating a template', () => {
  it('changes what the body names, by id or by name, and counts from the next mail on', async () => {
    const stored = await create({ body: 'before' }, { description: 'why' });
    expect(server.context.cache.template(stored.name)?.outputs.body).toBe('before');
    expect(await updateTemplate(EVERYTHING, stored.name, { outputs: { body: 'after' } }, NOW + 1)).toBe(1);
    const after = { ...stored, outputs: { body: 'after' }, updateTimestamp: NOW + 1 };
    expect(server.context.cache.template(stored.name)).toEqual(after);
    const name = uniqueName('template');
    await updateTemplate(EVERYTHING, stored.id, { name }, NOW + 2);
    expect(findTemplate(name)).toEqual({ ...after, name, updateTimestamp: NOW + 2 });
  });

  it('refuses what creating refuses, and leaves the template as it was', async () => {
    const [one, two] = [await create(), await create()];
    const update = (body: object) => codeOf(() => updateTemplate(EVERYTHING, one.id, body, NOW + 1));
    expect(await update({ name: two.name })).toBe(17);
    expect(await update({ outputs: { body: '{{' } })).toBe(1004);
    expect(await update({ outputs: {} })).toBe(15);
    expect(findTemplate(one.id)).toEqual(one);
    expect(await codeOf(() => updateTemplate(EVERYTHING, 'nowhere', {}, NOW))).toBe(16);
  });
});

describe('resolving a template', () => {
  const resolve = async (outputs: Record<string, string>, body: object = {}, template: object = {}) =>
    resolveTemplate(EVERYTHING, (await create(outputs, template)).name, body, NOW);

  it('renders every output with the inputs, in the language and time zone asked for', async () => {
    const outputs = {
      subject: "{{t 'hello' name=@inputs.name}}",
      body: '<p>{{@inputs.name}} {{{@inputs.name}}} {{datetime @inputs.at dateStyle="short" timeStyle="short"}}</p>',
    };
    const inputs = { name: 'Zoë & Co', at: '2026-05-17T12:00:00Z' };
    const rendered = await resolve(outputs, { inputs, language: 'NL', timeZone: 'Europe/Brussels' });
    expect(rendered.subject).toBe('Dag Zoë & Co');
    expect(rendered.body).toContain('<p>Zoë &amp; Co Zoë & Co 17');
    expect(rendered.body).toContain('14:00');
  });

  it('speaks English and UTC when nothing is asked for', async () => {
    expect(await resolve({ a: "{{t 'hello' name='you'}}" })).toEqual({ a: 'Hello you' });
  });

  it.each([
    [1002, { a: "{{t 'no_such_key'}}" }, {}],
    [1003, { a: '{{@inputs.missing}}' }, {}],
    [1003, { a: 'x' }, { inputs: { age: 'not a number' } }],
    [1003, { subject: '{{@inputs.text}}' }, { inputs: { text: 'two\nlines' } }],
    [15, { a: 'x' }, { inputs: [] }],
    [15, { a: 'x' }, { language: 7 }],
  ])('is refused with %i for %j with %j', async (code, outputs, body) => {
    const inputs = { age: { type: 'number' } };
    expect(await codeOf(() => resolve(outputs, body, { inputs }))).toBe(code);
  });

  it('is refused with 1005 when a helper cannot do what is asked', async () => {
    const refusal = await refusalOf(() => resolve({ a: '{{divide 1 0}}' }));
    expect(refusal).toMatchObject({ code: 1005, errors: [{ path: 'template.a', line: 1 }] });
    expect(refusal.toBody()).toMatchObject({ resolveError: { output: 'a' } });
  });

  it('uses the text of a key from the moment it is changed', async () => {
    const { name } = await create({ a: "{{t 'changing'}}" });
    await putLocalization({ key: 'changing', text: { EN: 'before' } }, NOW);
    configurationChanged();
    expect(await resolveTemplate(EVERYTHING, name, {}, NOW)).toEqual({ a: 'before' });
    await putLocalization({ key: 'changing', text: { EN: 'after' } }, NOW);
    configurationChanged();
    expect(await resolveTemplate(EVERYTHING, name, {}, NOW)).toEqual({ a: 'after' });
  });
});

describe('what a caller may do with templates', () => {
  it('is one permission for each act; resolving can be allowed for one template', async () => {
    const [one, other] = [await create(), await create()];
    const nothing = allowed('VIEW_TEMPLATES');
    expect(await codeOf(() => createTemplate(nothing, {}, NOW))).toBe(10);
    expect(await codeOf(() => updateTemplate(nothing, one.id, {}, NOW))).toBe(10);
    expect(await codeOf(() => deleteTemplate(nothing, one.id))).toBe(10);
    expect(await codeOf(() => resolveTemplate(nothing, one.id, {}, NOW))).toBe(10);
    const scoped = allowed(`RESOLVE_TEMPLATES:${one.name}`);
    expect(await resolveTemplate(scoped, one.id, {}, NOW)).toEqual({ body: 'Hi' });
    expect(await codeOf(() => resolveTemplate(scoped, other.id, {}, NOW))).toBe(10);
    expect(await codeOf(() => resolveTemplate(scoped, 'nowhere', {}, NOW))).toBe(10);
    expect(await codeOf(() => resolveTemplate(allowed('RESOLVE_TEMPLATES'), 'nowhere', {}, NOW))).toBe(16);
    expect(await deleteTemplate(allowed('DELETE_TEMPLATES'), one.name)).toBe(1);
    expect(await codeOf(() => deleteTemplate(EVERYTHING, one.name))).toBe(16);
  });
});
