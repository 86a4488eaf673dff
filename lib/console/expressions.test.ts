import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { only } from '@/db/testing';
import { receiveEvents } from '@/lib/intake/receive-events';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { checkSources } from './check-expressions';
import { listObservedPaths } from './observed-paths';

const NOW = Date.now();

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const send = async (type: string, content: object) =>
  only(await receiveEvents([{ type, content: { ...content }, key: undefined }], { source: 'default' }, Date.now()));
const pathsOf = (type: string) => listObservedPaths(EVERYTHING, new URLSearchParams({ type }));
const check = (body: object) => checkSources(EVERYTHING, body, NOW);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('the paths of an event type', () => {
  it('are those of its own newest events', async () => {
    await send('other', { nothing: 1 });
    await send('a/b é', { email: 'ada@example.com', nick: 'A' });
    await send('a/b é', { email: 'grace@example.com' });
    expect(await pathsOf('a/b é')).toEqual({
      type: 'a/b é',
      events: 2,
      paths: [
        { path: 'content', types: ['object'], share: 1, examples: ['{ email }', '{ email, nick }'] },
        { path: 'content.email', types: ['string'], share: 1, examples: ['"grace@example.com"', '"ada@example.com"'] },
        { path: 'content.nick', types: ['string'], share: 0.5, examples: ['"A"'] },
      ],
    });
  });

  it('of a type that never arrived are none', async () => {
    expect(await pathsOf('never')).toEqual({ type: 'never', events: 0, paths: [] });
  });

  it('are learnt from at most 200 events and 1 MB, the newest always among them', async () => {
    await receiveEvents(
      Array.from({ length: 210 }, (_, n) => ({ type: 'many', content: { n }, key: undefined })),
      { source: 'default' },
      Date.now(),
    );
    expect(await pathsOf('many')).toMatchObject({ events: 200 });
    await send('large', { small: 1 });
    await send('large', { text: 'x'.repeat(900_000) });
    await send('large', { text: 'x'.repeat(900_000) });
    expect(await pathsOf('large')).toMatchObject({ events: 1, paths: [{}, { path: 'content.text' }] });
  });

  it('are for those who may see events, and need a type', async () => {
    expect(await codeOf(() => listObservedPaths(allowed(), new URLSearchParams({ type: 'a' })))).toBe(10);
    expect(await codeOf(() => listObservedPaths(EVERYTHING, new URLSearchParams()))).toBe(14);
  });
});

describe('a check of sources', () => {
  it('marks what is wrong and says what each gives for the newest event', async () => {
    await send('user', { email: 'ada@example.com', tags: ['a'] });
    await send('user', { email: 'grace@example.com', tags: ['a', 'b'] });
    const { events, results } = await check({
      eventType: 'user',
      sources: ['{{content.email}}', 'To {{content.emial}}', '{{content.tags}}', 'plain', '{{'],
    });
    expect(events).toBe(2);
    expect(results).toMatchObject([
      { marks: [], example: '"grace@example.com"' },
      { marks: [{ kind: 'unknown', from: 5, to: 18, fixes: [{ text: 'content.email' }] }] },
      { marks: [], example: '2 items' },
      { marks: [] },
      { marks: [{ kind: 'syntax' }] },
    ]);
    expect(results[1]).not.toHaveProperty('example');
    expect(results[3]).not.toHaveProperty('example');
  });

  it('takes another event as example, stored or typed in', async () => {
    const { id } = await send('user', { n: 1 });
    await send('user', { n: 2 });
    const sources = ['{{content.n}}'];
    expect((await check({ eventType: 'user', sources, event: { id } })).results).toEqual([{ marks: [], example: '1' }]);
    const typed = await check({ eventType: 'user', sources, event: { content: { n: 3 } } });
    expect(typed.results).toEqual([{ marks: [], example: '3' }]);
    expect(await codeOf(() => check({ sources, event: { id: 'f'.repeat(24) } }))).toBe(16);
  });

  it('reads a template with the fields of events, with what it declares, or with both', async () => {
    await send('user', { email: 'ada@example.com' });
    const sources = ['{{@inputs.emial}} {{@inputs.name}}'];
    const kinds = async (body: object) =>
      (await check({ scope: 'template', sources, ...body })).results[0]?.marks.map(({ message }) => message);
    expect(await kinds({ eventType: 'user' })).toEqual([
      '@inputs.emial is not in the one event of this type',
      '@inputs.name is not in the one event of this type',
    ]);
    const inputs = { name: { type: 'string' } };
    expect(await kinds({ inputs })).toEqual(['@inputs.emial is not among the declared inputs']);
    expect(await kinds({ eventType: 'user', inputs })).toEqual(['@inputs.emial is not in the one event of this type']);
    expect(await kinds({})).toEqual([]);
  });

  it('is for those who may see events, and bounded', async () => {
    expect(await codeOf(() => checkSources(allowed(), { sources: [] }, NOW))).toBe(10);
    expect(await codeOf(() => check({ sources: Array.from({ length: 201 }, () => '') }))).toBe(15);
    expect(await codeOf(() => check({}))).toBe(14);
  });
});
