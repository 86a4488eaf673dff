import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEvent } from '@/db/events';
import { insertSource } from '@/db/sources';
import { uniqueName } from '@/db/testing';
import { createApiToken } from '@/lib/auth/api-tokens';
import { newWebhookSecret } from '@/lib/server/first-start';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { receiveApiEvent, receiveWebhook } from './http-intake';

const SECRET = newWebhookSecret();
const NOW = Date.now();

let server: PrivateServer;
let bearer: string;
beforeAll(async () => {
  server = await startPrivateServer();
  for (const name of ['default', 'other']) {
    const secretCiphertext = server.context.secretBox.seal(SECRET, `sources.secret:${name}`);
    await insertSource({ name, secretCiphertext, secretLastFour: SECRET.slice(-4) }, NOW);
  }
  const token = await createApiToken(EVERYTHING, { name: 'sender', permissions: ['CREATE_EVENTS'] }, NOW);
  bearer = `Bearer ${token.secret}`;
});
afterAll(() => server.close());

type Headers = Record<string, string | undefined>;

function signed(body: string, changes: { id?: string; at?: Date; secret?: string } = {}): Headers {
  const { id = uniqueName('msg'), at = new Date(), secret = SECRET } = changes;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

const post = (body: unknown, headers: Headers = { authorization: bearer }, source = 'default') => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return receiveWebhook(source, { headers, body: Buffer.from(text) }, NOW);
};
const EVENT = { type: 'user_deleted', content: { id: 7 } };
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id;

describe('a webhook call', () => {
  it('signed with the secret of its source is stored, and answered with 202 and the id', async () => {
    const body = JSON.stringify(EVENT);
    const answer = await post(body, signed(body));
    expect(answer).toEqual({ status: 202, body: { id: expect.stringMatching(/^[0-9a-f]{24}$/), runs: 0 } });
    expect(await findEvent(idOf(answer))).toMatchObject({ ...EVENT, source: 'default' });
  });

  it('with a token that may create events is stored too', async () => {
    expect(await post(EVENT)).toMatchObject({ status: 202 });
  });

  it('without content is stored with none', async () => {
    expect((await findEvent(idOf(await post({ type: 'ping' }))))?.content).toEqual({});
  });

  it.each([
    ['with nothing that says who sends it', () => ({})],
    ['with a changed body', () => signed(JSON.stringify({ ...EVENT, content: { id: 8 } }))],
    ['with another secret', (body: string) => signed(body, { secret: newWebhookSecret() })],
    ['signed more than 5 minutes ago', (body: string) => signed(body, { at: new Date(Date.now() - 310_000) })],
    ['signed more than 5 minutes ahead', (body: string) => signed(body, { at: new Date(Date.now() + 310_000) })],
    ['with a time that is no plain number', (body: string) => ({ ...signed(body), 'webhook-timestamp': '1e9' })],
    ['with another id than the signed one', (body: string) => ({ ...signed(body), 'webhook-id': 'another' })],
    [
      'with a thousand signatures',
      (body: string) => ({ ...signed(body), 'webhook-signature': 'v1,AAAA '.repeat(1_000) }),
    ],
    ['with a wrong signature beside a good token', () => ({ ...signed('x'), authorization: bearer })],
  ])('%s is refused with 104', async (_, headers: (body: string) => Headers) => {
    const body = JSON.stringify(EVENT);
    expect((await refusalOf(() => post(body, headers(body)))).code).toBe(104);
  });

  it('with a token that may not create events, or that nobody knows, is refused', async () => {
    const { secret } = await createApiToken(EVERYTHING, { name: 'reader', permissions: ['VIEW_EVENTS'] }, NOW);
    expect((await refusalOf(() => post(EVENT, { authorization: `Bearer ${secret}` }))).code).toBe(10);
    expect((await refusalOf(() => post(EVENT, { authorization: 'Bearer dsp_api_unknown' }))).code).toBe(117);
  });

  it('to a source that is not there says so only to who may know', async () => {
    const body = JSON.stringify(EVENT);
    expect((await refusalOf(() => post(body, signed(body), 'nowhere'))).code).toBe(104);
    expect((await refusalOf(() => post(body, {}, 'nowhere'))).code).toBe(104);
    expect((await refusalOf(() => post(body, { authorization: bearer }, 'nowhere'))).code).toBe(16);
  });

  it('is signed for one source: the secret of another does not open it', async () => {
    const secretCiphertext = server.context.secretBox.seal(SECRET, 'sources.secret:elsewhere');
    await insertSource({ name: 'moved', secretCiphertext, secretLastFour: 'xxxx' }, NOW);
    const body = JSON.stringify(EVENT);
    await expect(post(body, signed(body), 'moved')).rejects.toThrow();
  });

  it.each([
    [13, ''],
    [22, '{'],
    [14, '{}'],
    [15, '{"type":7}'],
    [15, '{"type":""}'],
    [15, '{"type":"line\\nbreak"}'],
    [15, JSON.stringify({ type: 'x'.repeat(257) })],
    [15, JSON.stringify({ ...EVENT, id: 'x'.repeat(257) })],
    [15, '[]'],
  ])('is refused with %i when its body is %s', async (code, body) => {
    expect((await refusalOf(() => post(body))).code).toBe(code);
  });

  it('is refused with 415 when its body is compressed', async () => {
    const headers = { authorization: bearer, 'content-encoding': 'gzip' };
    expect(await refusalOf(() => post(EVENT, headers))).toMatchObject({ code: 22, status: 415 });
  });
});

describe('R-10: the same webhook call again', () => {
  it('is answered with 200, the first id, and duplicate', async () => {
    const body = JSON.stringify(EVENT);
    const headers = signed(body);
    const first = await post(body, headers);
    expect(await post(body, headers)).toEqual({ status: 200, body: { id: idOf(first), runs: 0, duplicate: true } });
  });

  it('signed anew with the same id is the same call', async () => {
    const body = JSON.stringify(EVENT);
    const id = uniqueName('msg');
    await post(body, signed(body, { id, at: new Date(Date.now() - 60_000) }));
    expect(await post(body, signed(body, { id }))).toMatchObject({ status: 200 });
  });

  it('is known by Idempotency-Key, or by the id in its body, when it is not signed', async () => {
    const key = { authorization: bearer, 'idempotency-key': uniqueName('key') };
    expect((await post(EVENT, key)).status).toBe(202);
    expect((await post(EVENT, key)).status).toBe(200);
    const withId = { ...EVENT, id: uniqueName('id') };
    expect((await post(withId)).status).toBe(202);
    expect((await post(withId)).status).toBe(200);
    expect((await post(withId, { authorization: bearer }, 'other')).status).toBe(202);
  });

  it('does not believe a webhook-id that nobody signed', async () => {
    const headers = { authorization: bearer, 'webhook-id': uniqueName('msg') };
    expect((await post(EVENT, headers)).status).toBe(202);
    expect((await post(EVENT, headers)).status).toBe(202);
  });

  it('with another body is refused with 422, and names the event that has the id', async () => {
    const id = uniqueName('id');
    const first = await post({ ...EVENT, id });
    const refusal = await refusalOf(() => post({ ...EVENT, content: { id: 8 }, id }));
    expect(refusal).toMatchObject({ code: 26, status: 422 });
    expect(refusal.message).toContain(idOf(first));
  });
});

describe('a CloudEvent', () => {
  const cloudEvent = (changes: object = {}) =>
    new CloudEvent({ id: uniqueName('ce'), source: '/users', type: 'user_deleted', data: { id: 7 }, ...changes });
  const lowerCase = (headers: object): Headers =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const send = (message: { headers: object; body: unknown }) =>
    post(String(message.body), { ...lowerCase(message.headers), authorization: bearer });

  it.each(['binary', 'structured'] as const)(
    'in %s mode, as the reference library sends it, is stored',
    async (mode) => {
      const answer = await send(HTTP[mode](cloudEvent()));
      expect(answer.status).toBe(202);
      expect(await findEvent(idOf(answer))).toMatchObject({ type: 'user_deleted', content: { id: 7 } });
    },
  );

  it('is the same one in whichever mode it comes again', async () => {
    const event = cloudEvent();
    const first = await send(HTTP.binary(event));
    expect(await send(HTTP.structured(event))).toEqual({
      status: 200,
      body: { id: idOf(first), runs: 0, duplicate: true },
    });
    const fromElsewhere = cloudEvent({ id: event.id, source: '/elsewhere' });
    expect((await send(HTTP.binary(fromElsewhere))).status).toBe(202);
  });

  const batch = (events: unknown) =>
    post(events, { authorization: bearer, 'content-type': 'application/cloudevents-batch+json' });

  it('in a batch has a receipt of its own: stored, duplicate or refused', async () => {
    const known = cloudEvent().toJSON();
    await batch([known]);
    const changed = { ...cloudEvent().toJSON(), id: uniqueName('ce') };
    const answer = await batch([known, changed, { ...known, data: { id: 8 } }]);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject([{ duplicate: true }, { runs: 0 }, { error: { code: 26 } }]);
    expect((await batch([known])).status).toBe(200);
  });

  it('that is wrong is named by its place, and nothing of its batch is stored', async () => {
    const good = cloudEvent().toJSON();
    const refusal = await refusalOf(() => batch([good, { ...good, id: '', source: undefined }]));
    expect(refusal.errors).toMatchObject([{ path: '[1].id' }, { path: '[1].source' }]);
    expect((await batch([good])).status).toBe(202);
    expect((await refusalOf(() => batch([]))).code).toBe(15);
  });

  it('with data that is no JSON is kept as base64', async () => {
    const headers = { ...lowerCase(HTTP.binary(cloudEvent()).headers), 'content-type': 'text/plain' };
    const answer = await post('hello', { ...headers, authorization: bearer });
    expect((await findEvent(idOf(answer)))?.content).toBe(Buffer.from('hello').toString('base64'));
  });

  it('of a version that is not 1.0 is refused', async () => {
    const body = { ...cloudEvent().toJSON(), specversion: '0.3' };
    const headers = { authorization: bearer, 'content-type': 'application/cloudevents+json' };
    expect((await refusalOf(() => post(body, headers))).errors).toMatchObject([{ path: 'specversion' }]);
  });
});

describe('an event through the events API', () => {
  const create = (body: unknown, principal = EVERYTHING) =>
    receiveApiEvent(principal, { headers: {}, body: Buffer.from(JSON.stringify(body)) }, NOW);

  it('is stored as one that came by a webhook', async () => {
    const { result } = await create(EVENT);
    expect(await findEvent(result.id)).toMatchObject({ ...EVENT, source: 'events', depth: 0 });
  });

  it('needs the permission CREATE_EVENTS', async () => {
    expect((await refusalOf(() => create(EVENT, allowed('VIEW_EVENTS')))).code).toBe(10);
    expect((await create(EVENT, allowed('CREATE_EVENTS'))).result.status).toBe('stored');
  });

  it('with an id that it had before is the first one, or a conflict', async () => {
    const id = uniqueName('id');
    const first = await create({ ...EVENT, id });
    expect((await create({ ...EVENT, id })).result).toMatchObject({ status: 'duplicate', id: first.result.id });
    expect(await refusalOf(() => create({ type: 'another', id }))).toMatchObject({ code: 26, status: 422 });
  });
});
