import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '@/lib/dispatchers/create';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { listSubscriptions } from './subscriptions';

const NOW = Date.UTC(2026, 4, 17, 12);

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const listen = (eventType: string, name: string, over: object = {}, now = NOW) =>
  createDispatcher(EVERYTHING, { eventType, name, actions: [], tags: [], ...over }, now);
const list = (query = '') => listSubscriptions(EVERYTHING, query);
const typesOf = async (query: string) => (await list(query)).data.map((one) => one.event_types.join());

describe('subscriptions', () => {
  it('are one for each event type that an enabled dispatcher listens to', async () => {
    const first = await listen('b', 'first');
    await listen('b', 'second', {}, NOW + 5);
    await listen('c', 'disabled', { enabled: false });
    await listen('a', 'other', {}, NOW + 9);
    const { data, page } = await list();
    expect(page.total).toBe(2);
    expect(data).toMatchObject([
      { event_types: ['a'], creation_timestamp: NOW + 9 },
      { id: first.id, event_types: ['b'], creation_timestamp: NOW, update_timestamp: NOW + 5, retriable: true },
    ]);
  });

  it('are filtered, sorted, paged and counted as wholes', async () => {
    await listen('b', 'first');
    const second = await listen('b', 'second', {}, NOW + 5);
    await listen('a', 'other', {}, NOW + 9);
    expect(await typesOf('eq(event_types,b)')).toEqual(['b']);
    expect(await typesOf('in(event_types,a,x)')).toEqual(['a']);
    expect(await typesOf('eq(service.name,dispatchers-service)&eq(retriable,true)')).toEqual(['a', 'b']);
    expect(await typesOf('eq(retriable,false)')).toEqual([]);
    expect(await typesOf(`eq(id,${second.id})`)).toEqual([]);
    expect(await typesOf(`ge(update_timestamp,${NOW + 5})&sort(creation_timestamp)`)).toEqual(['b', 'a']);
    expect((await list('limit(1,1)')).page).toEqual({ total: 2, offset: 1, limit: 1 });
    expect(await typesOf('limit(1,1)')).toEqual(['b']);
  });

  it('need their permission, and a query that can be read', async () => {
    expect((await refusalOf(() => listSubscriptions(allowed('VIEW_EVENTS'), ''))).code).toBe(10);
    expect((await refusalOf(() => list('eq(actions,1)'))).code).toBe(19);
  });
});
