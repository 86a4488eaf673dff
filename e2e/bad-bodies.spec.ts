import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signed, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { ask, postToWebhook, type RefusedCase, testRefusals } from './fixtures/refused-cases';

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  await webhook('{"type":"taken","content":1}', signed('{"type":"taken","content":1}', { id: 'taken-key' }));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

const webhook = (body: string | Buffer, headers?: Record<string, string>, source?: string) =>
  postToWebhook(server, body, headers, source);
const post = (path: string, body: unknown) => ask(server, 'POST', path, body, api.token);
const event = (over: object = {}) => JSON.stringify({ type: 'bad_input', content: {}, ...over });
const nested = (depth: number) => `{"type":"bad_input","content":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
const large = () => event({ content: 'x'.repeat(2 * 1024 * 1024) });

const CASES: RefusedCase[] = [
  { title: 'not JSON', send: () => webhook('{"type":'), code: 22, says: /not valid JSON/ },
  { title: 'an HTML form', send: () => webhook('type=bad_input&content=1'), code: 22 },
  { title: 'an empty body', send: () => webhook(''), code: 13 },
  { title: 'a JSON array', send: () => webhook(`[${event()}]`), code: 15, says: /object/ },
  { title: 'JSON null', send: () => webhook('null'), code: 15 },
  { title: 'a JSON string', send: () => webhook('"bad_input"'), code: 15 },
  { title: 'no type', send: () => webhook('{"content":{}}'), code: 14, says: /type/ },
  { title: 'a type that is a number', send: () => webhook('{"type":7}'), code: 15, says: /type/ },
  { title: 'an empty type', send: () => webhook('{"type":""}'), code: 15, says: /type/ },
  {
    title: 'a line break in the type',
    send: () => webhook('{"type":"a\\nb"}'),
    code: 15,
    says: /control/,
  },
  { title: 'a lone surrogate in the type', send: () => webhook('{"type":"a\\ud800"}'), code: 15 },
  {
    title: 'an id of 300 characters',
    send: () => webhook(event({ id: 'x'.repeat(300) }), { authorization: `Bearer ${api.token}` }),
    code: 15,
    says: /id/,
  },
  {
    title: 'a number beyond a double',
    send: () => webhook('{"type":"bad_input","content":1e999}'),
    code: 22,
  },
  { title: 'a body of 2 MB', send: () => webhook(large()), status: 413, code: 22, says: /1048576/ },
  {
    title: 'a body of 2 MB at the events API',
    send: () => post('/events/v1/', large()),
    status: 413,
    code: 22,
  },
  {
    title: 'a body of 2 MB at another service',
    send: () => post('/dispatchers/v1/', { eventType: 'x'.repeat(2 * 1024 * 1024) }),
    status: 413,
    code: 22,
  },
  {
    title: 'JSON 1,000 levels deep',
    send: () => webhook(nested(1_000)),
    code: 22,
    says: /deeper than 64/,
  },
  {
    title: 'JSON 1,000 levels deep at another service',
    send: () => post('/templates/v2/', nested(1_000)),
    code: 22,
  },
  { title: 'JSON 100,000 levels deep', send: () => webhook(nested(100_000)), code: 22 },
  { title: 'more than 10,000 keys', send: () => webhook(event({ content: keys(10_001) })), code: 22 },
  {
    title: 'a key of 300 characters',
    send: () => webhook(event({ content: { ['k'.repeat(300)]: 1 } })),
    code: 22,
  },
  {
    title: 'a compressed body',
    send: () => webhook(event(), { ...signed(event()), 'content-encoding': 'gzip' }),
    status: 415,
    code: 22,
    says: /gzip/,
  },
  {
    title: 'a CloudEvent of another version',
    send: () => {
      const body = JSON.stringify({ specversion: '0.3', id: '1', source: '/s', type: 'bad_input' });
      return webhook(body, { ...signed(body), 'content-type': 'application/cloudevents+json' });
    },
    code: 15,
    says: /specversion/,
  },
  {
    title: 'an empty CloudEvents batch',
    send: () => webhook('[]', { ...signed('[]'), 'content-type': 'application/cloudevents-batch+json' }),
    code: 15,
    says: /empty/,
  },
  {
    title: 'the key of an earlier event with another body',
    send: () => webhook('{"type":"taken","content":2}', signed('{"type":"taken","content":2}', { id: 'taken-key' })),
    status: 422,
    code: 26,
    says: /Nothing was stored/,
  },
  {
    title: 'bytes that are not UTF-8',
    send: () => {
      const body = Buffer.from('{"type":"bad_input","content":"\xff\xfe"}', 'latin1');
      return webhook(body, { authorization: `Bearer ${api.token}` });
    },
    code: 22,
    says: /UTF-8/,
  },
];

testRefusals(CASES, () => server);

test('after all of it the server is alive, ready, and has logged no fault of its own', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  expect(server.output()).not.toMatch(/a request failed|could not answer|"level":(?:50|60)/);
  expect((await sendEvent(server, { type: 'after_all' })).status).toBe(202);
});
