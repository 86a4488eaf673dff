import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLocalization, putLocalization } from '@/db/localizations';
import { mailAction, only, taskAction } from '@/db/testing';
import { waitFor } from '@/e2e/fixtures/wait-for';
import { type Engine, startEngine } from '@/lib/delivery/engine';
import { createDispatcher } from '@/lib/dispatchers/create';
import { createFunction } from '@/lib/functions/create';
import { receiveEvents } from '@/lib/intake/receive-events';
import { configurationChanged } from '@/lib/server/context';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { viewEvent } from './event-detail';
import { countEvents, listArrivedTypes, listEventSummaries } from './event-list';
import { exampleFunction } from './example';
import { installExample } from './install-example';
import { viewOverview } from './overview';
import { previewActions } from './preview';
import { viewStatus } from './status';

const NOW = Date.now();
const UNKNOWN = 'f'.repeat(24);

let server: PrivateServer;
let engine: Engine | undefined;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(async () => {
  await engine?.stop(1_000);
  engine = undefined;
  server.close();
});

const send = async (type: string, content: object = {}) =>
  only(await receiveEvents([{ type, content: { ...content }, key: undefined }], { source: 'default' }, Date.now()));
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

describe('an event in the console', () => {
  it('shows everything that followed: runs, their mail and task, attempts and log lines', async () => {
    await createTemplate(
      EVERYTHING,
      { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye {{email}}</p>' } },
      NOW,
    );
    const actions = [mailAction({ name: 'tell' }), taskAction({ name: 'erase' })];
    await createDispatcher(EVERYTHING, { eventType: 'user_deleted', name: 'Erase', actions }, NOW);
    const { id } = await send('user_deleted', { email: 'ada@example.com' });
    engine = await startEngine();
    const detail = await waitFor('the runs', async () => {
      const seen = await viewEvent(EVERYTHING, id);
      return seen.event.runs.pending + seen.event.runs.running === 0 ? seen : undefined;
    });
    expect(detail.event).toMatchObject({ id, outcome: 'matched', runs: { succeeded: 1, failed: 1 } });
    const [mail, task] = detail.runs;
    expect(mail).toMatchObject({ status: 'succeeded', dispatcherName: 'Erase', actionName: 'tell' });
    expect(mail?.mail).toMatchObject({
      status: 'captured',
      recipientStates: [{ address: 'ada@example.com', status: 'captured' }],
    });
    expect(mail?.attempts).toMatchObject([{ number: 1, outcome: 'succeeded' }]);
    expect(task).toMatchObject({
      status: 'failed',
      task: { status: 'failed', error: { name: 'FunctionUnknown' }, logs: [] },
    });
    expect(task?.attempts).toMatchObject([{ number: 1, outcome: 'failed', code: 'FunctionUnknown' }]);
  });

  it('that is not there is said to be so', async () => {
    expect(await codeOf(() => viewEvent(EVERYTHING, UNKNOWN))).toBe(16);
  });
});

describe('the list of events', () => {
  const list = (query = '') => listEventSummaries(EVERYTHING, query);
  const sendSome = async (types: readonly string[]) => {
    const ids: string[] = [];
    for (const [n, type] of types.entries()) ids.unshift((await send(type, { n, email: `user-${n}@example.com` })).id);
    return ids;
  };

  it('pages with the id of the last one, until there is no more', async () => {
    const ids = await sendSome(['ping', 'ping', 'ping']);
    const first = await list('limit(2)');
    expect(first.data.map((event) => event.id)).toEqual(ids.slice(0, 2));
    const second = await list(`limit(2)&lt(id,${first.nextBefore})`);
    expect(second.data.map((event) => event.id)).toEqual(ids.slice(2));
    expect(second).not.toHaveProperty('nextBefore');
  });

  it('finds events by type, outcome, id and text inside the content, and counts them', async () => {
    const [third = '', second = '', first = ''] = await sendSome(['ping', 'ping', 'pong']);
    const idsOf = async (query: string) => (await list(query)).data.map((event) => event.id);
    expect(await idsOf('type=ping&outcome=no_dispatcher')).toEqual([second, first]);
    expect(await idsOf('like(text,user-1@)')).toEqual([second]);
    expect(await idsOf(`in(id,${first},${third})`)).toEqual([third, first]);
    expect(await idsOf(`gt(id,${first})&lt(id,${third})`)).toEqual([second]);
    expect(await idsOf('outcome=matched')).toEqual([]);
    expect(await countEvents(EVERYTHING, 'type=ping')).toEqual({ count: 2, complete: true });
  });

  it('refuses what it cannot filter by', async () => {
    expect(await codeOf(() => list('before=x'))).toBe(19);
    expect(await codeOf(() => list('sort(type)'))).toBe(19);
  });

  it('names the types that arrived', async () => {
    await send('ping');
    expect(await listArrivedTypes(EVERYTHING)).toMatchObject([{ type: 'ping', count: 1, dispatchers: 0 }]);
  });
});

describe('a preview', () => {
  const template = { name: 'goodbye', outputs: { subject: 'Bye', body: '<p>Bye {{email}}</p>' } };

  it('is what the engine then does, and does nothing itself', async () => {
    await createTemplate(EVERYTHING, template, NOW);
    await createFunction(EVERYTHING, { ...exampleFunction(), name: 'erase' }, NOW);
    const { id } = await send('user_deleted', { email: 'ada@example.com' });
    const preview = await previewActions(EVERYTHING, { event: { id }, actions: [mailAction(), taskAction()] }, NOW);
    expect(preview.plans).toMatchObject([
      { status: 'ready', effect: { html: '<p>Bye ada@example.com</p>', recipients: { to: ['ada@example.com'] } } },
      { status: 'ready', effect: { functionName: 'erase', data: { event: { id } } } },
    ]);
    expect((await viewEvent(EVERYTHING, id)).runs).toEqual([]);
  });

  it('tells the problems of a typed event, one plan for each action', async () => {
    await createTemplate(EVERYTHING, template, NOW);
    const event = { type: 'user_deleted', content: {} };
    const { plans } = await previewActions(EVERYTHING, { event, actions: [mailAction(), taskAction()] }, NOW);
    expect(plans).toMatchObject([
      { status: 'problem', problems: [{ path: 'content.email' }, { path: '@inputs.email' }] },
      { status: 'problem', problems: [{ field: 'functionName', message: "There is no function 'erase'" }] },
    ]);
    expect(await codeOf(() => previewActions(EVERYTHING, { event: { id: UNKNOWN }, actions: [] }, NOW))).toBe(16);
  });
});

describe('the overview', () => {
  it('is empty at first, and counts a day', async () => {
    expect(await viewOverview(EVERYTHING, Date.now())).toMatchObject({
      empty: true,
      events24h: 0,
      mailTransport: 'capture',
    });
    await send('ping');
    await createDispatcher(EVERYTHING, { eventType: 'user_deleted', actions: [taskAction()] }, NOW);
    await send('user_deleted');
    const overview = await viewOverview(EVERYTHING, Date.now());
    expect(overview).toMatchObject({ empty: false, events24h: 2, dispatchers: 1, runs24h: { pending: 1, failed: 0 } });
    const tomorrow = await viewOverview(EVERYTHING, Date.now() + 25 * 3_600_000);
    expect(tomorrow).toMatchObject({ empty: false, events24h: 0, runs24h: { pending: 0 } });
  });

  it('tells a visitor only whether somebody has to set it up', async () => {
    expect(await viewStatus()).toEqual({ setUpNeeded: true });
  });
});

describe('the example', () => {
  it('works when it is installed, and once more', async () => {
    engine = await startEngine();
    const results = [await installExample(EVERYTHING, NOW), await installExample(EVERYTHING, NOW)];
    expect(results[0]?.dispatcherId).toBe(results[1]?.dispatcherId);
    for (const { eventId } of results) {
      engine.wake();
      await waitFor('the example', async () => {
        const { event } = await viewEvent(EVERYTHING, eventId);
        return event.runs.succeeded === 2 || undefined;
      });
    }
    const { runs } = await viewEvent(EVERYTHING, results[0]?.eventId ?? '');
    expect(runs.find((run) => run.mail)?.mail).toMatchObject({
      subject: 'Je gegevens zijn gewist, Ada',
      language: 'NL',
    });
  });

  it('leaves what somebody changed in it as it is', async () => {
    await installExample(EVERYTHING, NOW);
    await putLocalization({ key: 'erasure.subject', text: { EN: 'Our own words' } }, NOW);
    configurationChanged();
    await installExample(EVERYTHING, NOW);
    expect(findLocalization('erasure.subject')?.text).toEqual({ EN: 'Our own words' });
  });
});

describe('what a caller may see', () => {
  it('needs the permission to view it', async () => {
    const nothing = allowed('CREATE_EVENTS');
    expect(await codeOf(() => viewEvent(nothing, UNKNOWN))).toBe(10);
    expect(await codeOf(() => listEventSummaries(nothing, ''))).toBe(10);
    expect(await codeOf(() => listArrivedTypes(nothing))).toBe(10);
    expect(await codeOf(() => viewOverview(allowed('VIEW_EVENTS'), NOW))).toBe(10);
    expect(await codeOf(() => previewActions(allowed('VIEW_DISPATCHERS'), {}, NOW))).toBe(10);
    expect(await codeOf(() => installExample(nothing, NOW))).toBe(10);
  });
});
