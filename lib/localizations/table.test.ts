import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalization, putLocalization } from '@/db/localizations';
import { uniqueName } from '@/db/testing';
import { serverContext } from '@/lib/server/context';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { deleteTemplate } from '@/lib/templates/delete';
import { updateTemplate } from '@/lib/templates/update';
import { viewLocalizationTable } from './table';
import { deleteLanguage, writeText } from './write-text';

const NOW = Date.UTC(2026, 4, 17, 12);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const view = (query: Record<string, string> = {}) => viewLocalizationTable(EVERYTHING, new URLSearchParams(query));
const keysOf = async (query: Record<string, string>) => (await view(query)).data.map(({ key }) => key);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('the table', () => {
  it('finds text in keys and texts, and the keys that a language lacks', async () => {
    const at = uniqueName('found');
    await putLocalization({ key: `${at}.one`, text: { EN: 'Say "hi" 100%', NL: 'Zeg hallo', 'pt-BR': 'Oi' } }, NOW);
    await putLocalization({ key: `${at}.two`, text: { EN: 'Goodbye' } }, NOW);
    expect(await keysOf({ search: at.toUpperCase() })).toEqual([`${at}.one`, `${at}.two`]);
    expect(await keysOf({ search: 'say "HI" 100%' })).toEqual([`${at}.one`]);
    expect(await keysOf({ search: 'zeg_hallo' })).toEqual([]);
    expect(await keysOf({ search: at, missing: 'NL' })).toEqual([`${at}.two`]);
    expect(await keysOf({ search: at, missing: 'pt-BR' })).toEqual([`${at}.two`]);
    expect(await keysOf({ search: at, limit: '1', offset: '1' })).toEqual([`${at}.two`]);
    expect((await view()).languages).toEqual(
      expect.arrayContaining([
        { code: 'NL', texts: 1 },
        { code: 'pt-BR', texts: 1 },
      ]),
    );
    expect(await codeOf(() => view({ missing: '$."x"' }))).toBe(15);
  });

  it('names the templates that show a key, plural forms too, as they are now', async () => {
    const key = uniqueName('key');
    await putLocalization({ key: `${key}_one`, text: { EN: '{{count}}' } }, NOW);
    await putLocalization({ key, text: { EN: 'x' } }, NOW);
    const outputs = { subject: `{{#if a}}{{t '${key}'}}{{/if}}`, body: `{{default (t '${key}' count=2) ''}}` };
    const template = await createTemplate(EVERYTHING, { name: uniqueName('template'), outputs }, NOW);
    const used = async () => (await view({ search: key })).data.map(({ templates }) => templates.map(({ id }) => id));
    expect(await used()).toEqual([[template.id], [template.id]]);
    await updateTemplate(EVERYTHING, template.id, { outputs: { ...outputs, body: '' } }, NOW + 1);
    expect(await used()).toEqual([[template.id], []]);
    await deleteTemplate(EVERYTHING, template.id);
    expect(await used()).toEqual([[], []]);
  });

  it('is for those who may see templates', async () => {
    expect(await codeOf(() => viewLocalizationTable(allowed('VIEW_EVENTS'), new URLSearchParams()))).toBe(10);
  });
});

describe('writing one text', () => {
  it('leaves the other languages alone, and counts from the next mail on', async () => {
    const key = uniqueName('key');
    await putLocalization({ key, text: { EN: 'a', NL: 'b' } }, NOW);
    expect(serverContext().cache.localize(key, 'FR')).toBeUndefined();
    await writeText(EVERYTHING, { key, language: 'FR', text: 'c', before: null }, NOW + 1);
    expect(findLocalization(key)).toMatchObject({ text: { EN: 'a', NL: 'b', FR: 'c' }, updateTimestamp: NOW + 1 });
    expect(serverContext().cache.localize(key, 'FR')).toBe('c');
    await writeText(EVERYTHING, { key, language: 'NL', text: null, before: 'b' }, NOW + 2);
    expect(findLocalization(key)?.text).toEqual({ EN: 'a', FR: 'c' });
  });

  it('is refused when somebody else wrote another one meanwhile', async () => {
    const key = uniqueName('key');
    await putLocalization({ key, text: { EN: 'theirs' } }, NOW);
    const refusal = await refusalOf(() =>
      writeText(EVERYTHING, { key, language: 'EN', text: 'mine', before: 'old' }, NOW),
    );
    expect(refusal).toMatchObject({ code: 27, status: 409 });
    expect(findLocalization(key)?.text).toEqual({ EN: 'theirs' });
  });

  it('is refused for a key that is not there, for taking EN away, and to those who may not', async () => {
    const key = uniqueName('key');
    expect(await codeOf(() => writeText(EVERYTHING, { key, language: 'EN', text: 'x' }, NOW))).toBe(16);
    expect(await codeOf(() => writeText(EVERYTHING, { key, language: 'EN', text: null }, NOW))).toBe(801);
    expect(await codeOf(() => writeText(EVERYTHING, { key, language: 'x y', text: 'a' }, NOW))).toBe(15);
    expect(await codeOf(() => writeText(allowed('CREATE_LOCALIZATIONS'), {}, NOW))).toBe(10);
  });
});

describe('removing a language', () => {
  it('takes all its texts away and says how many', async () => {
    const keys = [uniqueName('key'), uniqueName('key')];
    for (const key of keys) await putLocalization({ key, text: { EN: 'x', 'zh-TW': 'y' } }, NOW);
    expect(await deleteLanguage(EVERYTHING, 'zh-TW', NOW + 1)).toBe(2);
    expect(keys.map((key) => findLocalization(key)?.text)).toEqual([{ EN: 'x' }, { EN: 'x' }]);
  });

  it('is refused for EN, and to those who may not', async () => {
    expect(await codeOf(() => deleteLanguage(EVERYTHING, 'EN', NOW))).toBe(801);
    expect(await codeOf(() => deleteLanguage(EVERYTHING, '$', NOW))).toBe(15);
    expect(await codeOf(() => deleteLanguage(allowed('UPDATE_LOCALIZATIONS'), 'NL', NOW))).toBe(10);
  });
});
