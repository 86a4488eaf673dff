import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailAction } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import { runOf, send } from '@/lib/runs/testing';
import {
  allowed,
  EVERYTHING,
  NOTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { search } from './search';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const listen = (eventType: string, name?: string) =>
  createDispatcher(EVERYTHING, { eventType, name, actions: [mailAction()] }, Date.now());
const find = async (text: string, principal = EVERYTHING) =>
  (await search(principal, new URLSearchParams({ text }))).data;

describe('a search', () => {
  it('finds what is configured and what arrived by a part of its name, whatever the case', async () => {
    const { id } = await listen('user_deleted', 'Erase people');
    const unnamed = await listen('user_deleted');
    const template = await createTemplate(EVERYTHING, { name: 'Erased', outputs: { subject: 'a' } }, Date.now());
    await send('erased_elsewhere');
    expect(await find('ERASE')).toEqual([
      { kind: 'dispatcher', id, title: 'Erase people', detail: 'user_deleted' },
      { kind: 'template', id: template.id, title: 'Erased' },
      { kind: 'eventType', id: 'erased_elsewhere', title: 'erased_elsewhere' },
    ]);
    expect(await find('user_del')).toContainEqual({ kind: 'dispatcher', id: unnamed.id, title: 'user_deleted' });
  });

  it('finds an event and a run by id', async () => {
    await listen('user_deleted');
    const eventId = await send('user_deleted');
    const run = await runOf(eventId);
    expect(await find(eventId)).toEqual([{ kind: 'event', id: eventId, title: 'user_deleted', detail: 'default' }]);
    expect(await find(run.id)).toEqual([{ kind: 'run', id: run.id, title: 'user_deleted', detail: 'pending' }]);
  });

  it('takes the signs of patterns as they are', async () => {
    await listen('plain', 'plain');
    const { id } = await listen('per_cent', '50% off');
    expect((await find('%')).map((found) => found.id)).toEqual([id]);
    expect((await find('_')).map((found) => found.id)).toEqual([id]);
    expect(await find('\\')).toEqual([]);
  });

  it('does not find what the caller may not see', async () => {
    await listen('user_deleted');
    const eventId = await send('user_deleted');
    expect(await find('user', NOTHING)).toEqual([]);
    expect(await find(eventId, allowed('VIEW_DISPATCHERS'))).toEqual([]);
    expect((await find('user', allowed('VIEW_DISPATCHERS'))).map(({ kind }) => kind)).toEqual(['dispatcher']);
  });

  it('answers few of each kind, and needs a text', async () => {
    for (let i = 0; i < 9; i++) await listen(`type_${i}`);
    expect(await find('type_')).toHaveLength(6);
    expect((await refusalOf(() => find('  '))).code).toBe(15);
    expect((await refusalOf(() => search(EVERYTHING, new URLSearchParams()))).code).toBe(14);
  });
});
