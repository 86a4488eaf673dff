import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLocalization } from '@/db/localizations';
import { uniqueName } from '@/db/testing';
import { serverContext } from '@/lib/server/context';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { listLocalizations, requestLocalizations } from './read';
import { createLocalizations, deleteLocalizations, updateLocalizations } from './write';

const NOW = Date.UTC(2026, 4, 17, 12);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const create = (...localizations: object[]) => createLocalizations(EVERYTHING, { localizations }, NOW);
const update = (...localizations: object[]) => updateLocalizations(EVERYTHING, { localizations }, NOW + 1);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('creating localizations', () => {
  it('leaves those that exist as they are, and names them, also when a key stands twice', async () => {
    const key = uniqueName('key');
    const answer = await create({ key, text: { EN: 'first' } }, { key, text: { EN: 'second' } });
    const stored = findLocalization(key);
    expect(answer).toEqual({ created: 1, existing: 1, existing_ids: [stored?.id] });
    expect(stored).toMatchObject({ text: { EN: 'first' }, creationTimestamp: NOW });
  });

  it('makes none when one of them has no EN text', async () => {
    const [good, bad] = [uniqueName('key'), uniqueName('key')];
    const refusal = await refusalOf(() => create({ key: good, text: { EN: 'x' } }, { key: bad, text: { NL: 'x' } }));
    expect(refusal).toMatchObject({ code: 801, message: expect.stringContaining(bad) });
    expect(findLocalization(good)).toBeUndefined();
  });

  it.each([
    [14, { text: { EN: 'x' } }],
    [15, { key: '', text: { EN: 'x' } }],
    [15, { key: 'k', text: { 'not a code': 'x', EN: 'x' } }],
    [15, { key: 'k', text: { EN: 7 } }],
  ])('is refused with %i for %j', async (code, localization) => {
    expect(await codeOf(() => create(localization))).toBe(code);
  });
});

describe('changing localizations', () => {
  it('replaces the texts of those that exist, names the others, and is seen by the next mail', async () => {
    const key = uniqueName('key');
    await create({ key, text: { EN: 'old', NL: 'oud' } });
    expect(serverContext().cache.localize(key, 'EN')).toBe('old');
    const answer = await update({ key, text: { EN: 'new' } }, { key: 'nowhere', text: { EN: 'x' } });
    expect(answer).toEqual({ updated: 1, missing: 1, missing_ids: ['nowhere'] });
    expect(findLocalization(key)).toMatchObject({ text: { EN: 'new' }, updateTimestamp: NOW + 1 });
    expect(serverContext().cache.localize(key, 'EN')).toBe('new');
    expect(serverContext().cache.localize(key, 'NL')).toBeUndefined();
  });
});

describe('removing localizations', () => {
  it('takes a query, and removes all that it selects', async () => {
    const prefix = uniqueName('gone');
    await create(...[1, 2, 3].map((i) => ({ key: `${prefix}.${i}`, text: { EN: 'x' } })));
    expect(serverContext().cache.localize(`${prefix}.1`, 'EN')).toBe('x');
    expect(await deleteLocalizations(EVERYTHING, `like(key,${prefix})`)).toBe(3);
    expect(serverContext().cache.localize(`${prefix}.1`, 'EN')).toBeUndefined();
  });

  it.each(['', 'limit(5)', 'like(key,gone)&limit(1)', 'sort(key)', 'select(key)', 'eq(nothing,1)', 'eq(key'])(
    'is refused for "%s"',
    async (query) => {
      const before = (await listLocalizations('limit(1)')).page.total;
      expect(await codeOf(() => deleteLocalizations(EVERYTHING, query))).toBe(19);
      expect((await listLocalizations('limit(1)')).page.total).toBe(before);
    },
  );
});

describe('asking for texts by key', () => {
  it('always has EN, which stands in for a language that a key lacks; unknown keys are left out', async () => {
    const key = uniqueName('key');
    await create({ key, text: { EN: 'Hello', NL: 'Dag' } });
    const body = { localization_codes: ['NL', 'FR', 'constructor'], localizations: [key, 'nowhere'] };
    expect(await requestLocalizations(body)).toEqual({
      [key]: { EN: 'Hello', NL: 'Dag', FR: 'Hello', constructor: 'Hello' },
    });
  });
});

it('each change needs its own permission', async () => {
  const body = { localizations: [{ key: 'k', text: { EN: 'x' } }] };
  const refused = [
    () => createLocalizations(allowed('UPDATE_LOCALIZATIONS', 'DELETE_LOCALIZATIONS'), body, NOW),
    () => updateLocalizations(allowed('CREATE_LOCALIZATIONS', 'DELETE_LOCALIZATIONS'), body, NOW),
    () => deleteLocalizations(allowed('CREATE_LOCALIZATIONS', 'UPDATE_LOCALIZATIONS'), 'eq(key,k)'),
  ];
  for (const act of refused) expect(await codeOf(act)).toBe(10);
});
