import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskAction, uniqueName } from '@/db/testing';
import { createDispatcher } from '@/lib/dispatchers/create';
import { createFunction } from '@/lib/functions/create';
import { receiveEvents } from '@/lib/intake/receive-events';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTemplate } from '@/lib/templates/create';
import { previewEvents } from './preview-events';
import { showEffect } from './show-effect';

const NOW = Date.now();
const UNKNOWN = 'f'.repeat(24);
const mail = (to: string, over: object = {}) => ({
  type: 'mail',
  recipients: { to: [to] },
  templateName: 'bye',
  ...over,
});

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
  await createTemplate(EVERYTHING, { name: 'bye', outputs: { subject: 'Bye {{name}}', body: '<p>Bye</p>' } }, NOW);
  await createFunction(EVERYTHING, { name: 'erase', kind: 'http', http: { url: 'https://example.com' } }, NOW);
});
afterAll(() => server.close());

async function send(type: string, contents: object[]): Promise<void> {
  for (const content of contents) {
    await receiveEvents([{ type, content: { ...content }, key: undefined }], { source: 'default' }, Date.now());
  }
}
const ada = { name: 'Ada', email: 'ada@example.com' };

describe('a preview of the newest events', () => {
  it('has a row for each, the newest first, and in it each action in short', async () => {
    const eventType = uniqueName('previewed');
    await send(eventType, [{ name: 'Bob' }, ada]);
    const actions = [mail('{{content.email}}', { enabled: false }), taskAction(), taskAction({ functionName: 'nope' })];
    const { events } = await previewEvents(EVERYTHING, { actions, eventType }, NOW);
    expect(events).toMatchObject([
      {
        plans: [
          { status: 'ready', type: 'mail', to: ['ada@example.com'], recipients: 1, subject: 'Bye Ada' },
          { status: 'ready', type: 'task', functionName: 'erase', startTimestamp: NOW },
          { status: 'problem', problems: [{ message: "There is no function 'nope'" }] },
        ],
      },
      { plans: [{ status: 'problem', problems: [{ path: 'content.email' }] }, { status: 'ready' }, {}] },
    ]);
    const one = await previewEvents(EVERYTHING, { actions, eventType, limit: 1 }, NOW);
    expect(one.events).toHaveLength(1);
  });

  it('tells of a mail that cannot be sent because no text can be made of it, though it shows none', async () => {
    const eventType = uniqueName('nested');
    const body = '{{#each levels}}<div>{{/each}}';
    await createTemplate(EVERYTHING, { name: 'nested', outputs: { subject: 'Deep', body } }, NOW);
    await send(eventType, [{ levels: Array(1_001).fill(0) }, { levels: Array(1_000).fill(0) }]);
    const actions = [mail('ada@example.com', { templateName: 'nested' })];
    const { events } = await previewEvents(EVERYTHING, { actions, eventType }, NOW);
    expect(events.map(({ plans }) => plans)).toMatchObject([
      [{ status: 'ready', subject: 'Deep' }],
      [{ status: 'problem', problems: [{ code: 'budget', field: 'template.body' }] }],
    ]);
  });

  it('is for those who may see events and dispatchers', async () => {
    const body = { actions: [], eventType: 'a' };
    expect((await refusalOf(() => previewEvents(allowed('VIEW_EVENTS'), body, NOW))).code).toBe(10);
    expect((await refusalOf(() => previewEvents(allowed('VIEW_DISPATCHERS'), body, NOW))).code).toBe(10);
    expect((await refusalOf(() => previewEvents(EVERYTHING, { ...body, limit: 51 }, NOW))).code).toBe(15);
  });
});

describe('the effect of a change', () => {
  it('is told for each of the newest events, and in all', async () => {
    const eventType = uniqueName('changed');
    await send(eventType, [ada, { email: 'bob@example.com', name: 'Bob', other: 'bob@example.org' }]);
    const stored = await createDispatcher(
      EVERYTHING,
      { eventType, actions: [mail('{{content.email}}'), taskAction()] },
      NOW,
    );
    const [first, second] = stored.actions;
    const body = { dispatcherId: stored.id, eventType, actions: stored.actions };
    const same = await showEffect(EVERYTHING, body, NOW);
    expect(same).toMatchObject({ updateTimestamp: stored.updateTimestamp, before: same.after });
    expect(same.events.map(({ effect }) => effect)).toEqual(['same', 'same']);

    const draft = { ...body, actions: [second, { ...first, recipients: { to: ['{{content.other}}'] } }] };
    const changed = await showEffect(EVERYTHING, draft, NOW);
    expect(changed.events).toMatchObject([
      { effect: 'changes', actions: [{ effect: 'changes', index: 1, fields: ['recipients'] }] },
      { effect: 'breaks', actions: [{ effect: 'breaks', problems: [{ path: 'content.other' }] }] },
    ]);
    expect(changed.before).toEqual({ mails: 2, tasks: 2, problems: 0 });
    expect(changed.after).toEqual({ mails: 1, tasks: 2, problems: 1 });

    const off = await showEffect(EVERYTHING, { ...body, enabled: false }, NOW);
    expect(off.after).toEqual({ mails: 0, tasks: 0, problems: 0 });
    expect(off.events[0]?.actions.map(({ effect }) => effect)).toEqual(['stops', 'stops']);
  });

  it('of a new dispatcher is all that would have followed', async () => {
    const eventType = uniqueName('new');
    await send(eventType, [ada, {}]);
    const effect = await showEffect(EVERYTHING, { eventType, actions: [mail('{{content.email}}')] }, NOW);
    expect(effect).not.toHaveProperty('updateTimestamp');
    expect(effect).toMatchObject({
      after: { mails: 1, tasks: 0, problems: 1 },
      events: [{ effect: 'breaks', actions: [{ effect: 'startsFailing' }] }, { effect: 'changes' }],
    });
  });

  it('looks at 50 events, and says so when the dispatcher is gone', async () => {
    const eventType = uniqueName('many');
    await send(
      eventType,
      Array.from({ length: 52 }, () => ada),
    );
    const started = performance.now();
    const actions = Array.from({ length: 5 }, () => mail('{{content.email}}'));
    const effect = await showEffect(EVERYTHING, { eventType, actions }, NOW);
    expect(effect.events).toHaveLength(50);
    expect(performance.now() - started).toBeLessThan(1_000);
    const body = { dispatcherId: UNKNOWN, eventType, actions };
    expect((await refusalOf(() => showEffect(EVERYTHING, body, NOW))).code).toBe(16);
  });
});
