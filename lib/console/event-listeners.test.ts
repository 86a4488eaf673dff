import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { only, taskAction } from '@/db/testing';
import { changeAction } from '@/lib/dispatchers/actions';
import { createDispatcher } from '@/lib/dispatchers/create';
import { deleteDispatcher } from '@/lib/dispatchers/delete';
import { updateDispatcher } from '@/lib/dispatchers/update';
import { receiveEvents } from '@/lib/intake/receive-events';
import { viewRun } from '@/lib/runs/get';
import { EVERYTHING, type PrivateServer, startPrivateServer } from '@/lib/server/testing/private-server';
import { viewEvent } from './event-detail';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

/** Dispatchers are made an hour before now, events come in now, and changes are made an hour later. */
const NOW = Date.now();
const BEFORE = NOW - 3_600_000;
const AFTER = NOW + 3_600_000;

const listen = (actions: object[], over: object = {}, at = BEFORE) =>
  createDispatcher(EVERYTHING, { eventType: 'deleted', actions, ...over }, at);
const send = async (origin: object = {}) =>
  only(await receiveEvents([{ type: 'deleted', content: {}, key: undefined }], { source: 'x', ...origin }, NOW)).id;
const listenersOf = async (id: string) => (await viewEvent(EVERYTHING, id)).listeners;

describe('why a dispatcher acted on an event, or did not', () => {
  it('names what followed, and the actions that were disabled beside it', async () => {
    const made = await listen([taskAction({ name: 'on' }), taskAction({ name: 'off', enabled: false })], { name: 'D' });
    expect(await listenersOf(await send())).toMatchObject([
      {
        dispatcherId: made.id,
        dispatcherName: 'D',
        was: 'acts',
        actions: [{ name: 'on' }],
        skipped: [{ name: 'off' }],
      },
    ]);
  });

  it('says what kept it from acting', async () => {
    await listen([taskAction()], { enabled: false });
    await listen([]);
    await listen([taskAction({ enabled: false })]);
    const id = await send();
    await listen([taskAction()], {}, AFTER);
    const verdicts = (await listenersOf(id)).map(({ was, now }) => [was, now]);
    expect(verdicts).toEqual([
      ['dispatcher_disabled', 'dispatcher_disabled'],
      ['no_actions', 'no_actions'],
      ['action_disabled', 'action_disabled'],
      ['made_later', 'acts'],
    ]);
  });

  it('tells what was from what is now', async () => {
    const { id: dispatcherId, actions } = await listen([taskAction({ name: 'erase' })]);
    const id = await send();
    const [run] = (await viewEvent(EVERYTHING, id)).runs;
    expect(await viewRun(EVERYTHING, run?.id ?? '')).toMatchObject({
      dispatcherNow: 'same',
      action: { name: 'erase' },
    });
    await changeAction(EVERYTHING, dispatcherId, actions[0]?.id ?? '', { type: 'task', enabled: false }, AFTER);
    expect(await listenersOf(id)).toMatchObject([{ was: 'acts', now: 'action_disabled', nowActions: [] }]);
    expect(await viewRun(EVERYTHING, run?.id ?? '')).toMatchObject({ dispatcherNow: 'changed', event: { id } });
    await updateDispatcher(EVERYTHING, dispatcherId, { enabled: false }, AFTER);
    expect(await listenersOf(id)).toMatchObject([{ was: 'acts', now: 'dispatcher_disabled' }]);
    await deleteDispatcher(EVERYTHING, dispatcherId);
    expect(await listenersOf(id)).toMatchObject([{ dispatcherId, was: 'acts', now: 'deleted', nowActions: [] }]);
    expect(await viewRun(EVERYTHING, run?.id ?? '')).toMatchObject({ dispatcherNow: 'deleted' });
  });

  it('tells of the loop guard', async () => {
    await listen([taskAction()]);
    expect(await listenersOf(await send({ depth: 6 }))).toMatchObject([{ was: 'loop_guard', now: 'loop_guard' }]);
  });

  it('knows the events beside it', async () => {
    const ids = [await send(), await send(), await send()];
    expect(await viewEvent(EVERYTHING, ids[1] ?? '')).toMatchObject({ olderId: ids[0], newerId: ids[2] });
    expect(await viewEvent(EVERYTHING, ids[0] ?? '')).not.toHaveProperty('olderId');
  });
});
