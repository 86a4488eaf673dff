import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDispatcher } from '@/db/dispatchers';
import { only, taskAction, uniqueName } from '@/db/testing';
import { receiveEvents } from '@/lib/intake/receive-events';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createDispatcher } from './create';
import { deleteDispatcher } from './delete';
import { restoreDispatcher } from './restore';
import { listDispatcherRevisions } from './revisions';
import { listDispatcherFacets, listDispatcherSummaries } from './summaries';
import { replaceDispatcher } from './update';

const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

const create = (body: object = {}, now = Date.now()) =>
  createDispatcher(EVERYTHING, { eventType: uniqueName('type'), actions: [taskAction({ name: 'a' })], ...body }, now);
const send = (type: string) =>
  receiveEvents([{ type, content: {}, key: undefined }], { source: 'default' }, Date.now());
/** Asked a moment later: what came in this very millisecond is not past yet. */
const list = (query: Record<string, string> = {}) =>
  listDispatcherSummaries(EVERYTHING, new URLSearchParams(query), Date.now() + 1);
const namesOf = async (query: Record<string, string>) => (await list(query)).data.map(({ name }) => name);

describe('the list of dispatchers', () => {
  it('says of each what it did lately', async () => {
    const name = uniqueName('active');
    const { eventType } = await create({ name });
    await send(eventType);
    await send(eventType);
    const { data, page } = await list({ text: name.toUpperCase() });
    expect(page).toEqual({ total: 1, offset: 0, limit: 50 });
    const row = only(data);
    expect(row).toMatchObject({ name, actions: [{ type: 'task', name: 'a', enabled: true }], failures24h: 0 });
    expect(row.actions[0]).not.toHaveProperty('functionName');
    expect(row.hours).toHaveLength(24);
    expect(row.hours.at(-1)).toBe(2);
    expect(row.lastFiredAt).toBeGreaterThan(Date.now() - 60_000);
  });

  it('finds what never fired, with the types that were probably meant', async () => {
    await create({ eventType: 'account_closed' });
    await send('account_closed');
    const name = uniqueName('misspelt');
    await create({ eventType: 'acount_closed', name });
    expect(only((await list({ neverFired: 'true', text: name })).data)).toMatchObject({
      suggestions: ['account_closed'],
      hours: Array(24).fill(0),
    });
    expect(await namesOf({ neverFired: 'false', text: name })).toEqual([]);
  });

  it('filters by type, tag, state and text, each as it is written', async () => {
    const tag = uniqueName('100%');
    const on = uniqueName('on');
    const off = uniqueName('off');
    const { eventType, id } = await create({ name: on, tags: [tag, 'x'], description: 'half of 50% off' });
    await create({ name: off, tags: [tag], enabled: false });
    expect(await namesOf({ tag, sort: 'name', direction: 'asc' })).toEqual([off, on].sort());
    expect(await namesOf({ tag, enabled: 'true' })).toEqual([on]);
    expect(await namesOf({ tag, enabled: 'false' })).toEqual([off]);
    expect(await namesOf({ eventType })).toEqual([on]);
    expect(await namesOf({ text: id })).toEqual([on]);
    expect(await namesOf({ text: '50%' })).toEqual([on]);
    expect(await namesOf({ text: '50_' })).toEqual([]);
    const facets = await listDispatcherFacets(EVERYTHING);
    expect(facets.tags).toContainEqual({ value: tag, count: 2 });
    expect(facets.eventTypes).toContainEqual({ value: eventType, count: 1 });
  });

  it('is sorted and paged on the server', async () => {
    const tag = uniqueName('sorted');
    const made = [];
    for (const name of ['b', 'C', 'a']) made.push(await create({ name: `${name}-${tag}`, tags: [tag] }));
    await send(made[1]?.eventType ?? '');
    expect(await namesOf({ tag, sort: 'name', direction: 'asc' })).toEqual([`a-${tag}`, `b-${tag}`, `C-${tag}`]);
    expect(await namesOf({ tag, sort: 'lastFired', limit: '1' })).toEqual([`C-${tag}`]);
    expect(await namesOf({ tag, sort: 'failures', limit: '2', page: '2' })).toHaveLength(1);
    expect(await list({ tag, limit: '2', page: '9' })).toMatchObject({ page: { total: 3 }, data: [] });
    expect((await refusalOf(() => list({ sort: 'colour' }))).code).toBe(15);
    expect((await refusalOf(() => list({ page: '0' }))).code).toBe(15);
  });

  it('is for those who may see dispatchers and events', async () => {
    const as = (permission: 'VIEW_EVENTS' | 'VIEW_DISPATCHERS') =>
      refusalOf(() => listDispatcherSummaries(allowed(permission), new URLSearchParams(), 0));
    expect((await as('VIEW_EVENTS')).code).toBe(10);
    expect((await as('VIEW_DISPATCHERS')).code).toBe(10);
  });
});

describe('revisions', () => {
  it('show what a dispatcher was, the newest first, page by page', async () => {
    const { id, eventType, actions } = await create({ name: uniqueName('first') });
    const name = uniqueName('second');
    await replaceDispatcher(EVERYTHING, id, { eventType, name, actions }, Date.now());
    const read = (query: Record<string, string> = {}) =>
      listDispatcherRevisions(EVERYTHING, id, new URLSearchParams(query));
    const first = await read({ limit: '1' });
    expect(first).toMatchObject({ data: [{ definition: { name, actions } }], nextBefore: first.data[0]?.id });
    const second = await read({ limit: '1', before: first.nextBefore ?? '' });
    expect(second.data[0]?.definition.name).toMatch(/^first/);
    expect(second).not.toHaveProperty('nextBefore');
    const unknown = () => listDispatcherRevisions(EVERYTHING, UNKNOWN, new URLSearchParams());
    expect((await refusalOf(unknown)).code).toBe(16);
  });
});

describe('a deleted dispatcher', () => {
  it('comes back under the same ids, and hears events again', async () => {
    const stored = await create({ name: uniqueName('deleted'), tags: ['t'], enabled: true });
    await deleteDispatcher(EVERYTHING, stored.id);
    expect(await server.context.cache.listeners(stored.eventType)).toEqual([]);
    const now = Date.now() + 5;
    const restored = await restoreDispatcher(EVERYTHING, stored.id, now);
    expect(restored).toEqual({ ...stored, updateTimestamp: now });
    expect(await findDispatcher(stored.id)).toEqual(restored);
    expect(await server.context.cache.listeners(stored.eventType)).toMatchObject([{ id: stored.id }]);
  });

  it('does not come back when it is there, never was, or its name was taken meanwhile', async () => {
    const name = uniqueName('taken');
    const stored = await create({ name });
    const restore = (id: string) => refusalOf(() => restoreDispatcher(EVERYTHING, id, Date.now()));
    expect((await restore(stored.id)).code).toBe(27);
    expect((await restore(UNKNOWN)).code).toBe(16);
    await deleteDispatcher(EVERYTHING, stored.id);
    await create({ name });
    expect((await restore(stored.id)).code).toBe(17);
    const viewer = () => restoreDispatcher(allowed('VIEW_DISPATCHERS'), stored.id, Date.now());
    expect((await refusalOf(viewer)).code).toBe(10);
  });
});
