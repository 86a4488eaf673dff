import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate, uniqueName } from './fixtures/factories';
import { ask, type RefusedCase, testRefusals } from './fixtures/refused-cases';

const UNKNOWN_ID = '0123456789abcdef01234567';

let server: DispatchersServer;
let api: Api;
let dispatcherId: string;
let dispatcherName: string;
let templateName: string;
let functionName: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  dispatcherName = uniqueName('dispatcher');
  dispatcherId = await createDispatcher(api, 'listened', [], { name: dispatcherName });
  templateName = (await createTemplate(api)).name;
  functionName = await createFunction(api, 'exports.handler = async () => 1;');
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

const refused = (method: string, path: string, body?: unknown) => ask(server, method, path, body, api.token);
const dispatcherWith = (...actions: object[]) => refused('POST', '/dispatchers/v1/', { eventType: 'bad', actions });
const mailTo = (...to: unknown[]) => dispatcherWith({ type: 'mail', recipients: { to }, templateName });

function newFunction(over: object) {
  const settings = { name: 'bad', entryPoint: 'index.handler', runtime: 'nodejs20.x', code: 'AAAA' };
  return refused('POST', '/tasks/v1/functions', { ...settings, ...over });
}

const CASES: RefusedCase[] = [
  {
    title: 'an unknown type of action',
    send: () => dispatcherWith({ type: 'sms', to: '1' }),
    code: 15,
    says: /actions\[0\]\.type/,
  },
  {
    title: 'an action without its function',
    send: () => dispatcherWith({ type: 'task' }),
    code: 14,
    says: /actions\[0\]\.functionName/,
  },
  {
    title: 'a recipient that is no address',
    send: () => mailTo('fine@example.com', 'not an address'),
    code: 15,
    says: /recipients\.to\[1\]/,
  },
  {
    title: 'a recipient with a line break',
    send: () => mailTo('a@example.com\r\nBcc: b@example.com'),
    code: 15,
    says: /recipients\.to\[0\]/,
  },
  { title: 'no recipient', send: () => mailTo(), code: 15, says: /recipients\.to/ },
  { title: 'a recipient that is a number', send: () => mailTo(7), code: 15, says: /recipients\.to\[0\]/ },
  {
    title: 'an expression that does not end',
    send: () => mailTo('{{content.email'),
    code: 15,
    says: /recipients\.to\[0\]/,
  },
  {
    title: 'an unknown helper in an expression',
    send: () => mailTo('{{explode content.email}}'),
    code: 15,
    says: /explode/,
  },
  {
    title: 'a mail action without a template',
    send: () => dispatcherWith({ type: 'mail', recipients: { to: ['a@example.com'] } }),
    code: 15,
    says: /templateId/,
  },
  {
    title: 'two actions of one name',
    send: () => dispatcherWith({ type: 'task', functionName, name: 'a' }, { type: 'task', functionName, name: 'a' }),
    code: 17,
  },
  {
    title: 'a dispatcher without an event type',
    send: () => refused('POST', '/dispatchers/v1/', { actions: [] }),
    code: 14,
    says: /eventType/,
  },
  {
    title: 'a name that is taken',
    send: () => refused('POST', '/dispatchers/v1/', { eventType: 'a', actions: [], name: dispatcherName }),
    code: 17,
    says: /exists already/,
  },
  {
    title: 'another event type in an update',
    send: () => refused('PUT', `/dispatchers/v1/${dispatcherId}`, { eventType: 'other' }),
    code: 26,
    says: /listened/,
  },
  {
    title: 'an id that is no id',
    send: () => refused('PUT', '/dispatchers/v1/nonsense', { name: 'a' }),
    code: 12,
  },
  {
    title: 'an id in capitals',
    send: () => refused('DELETE', `/dispatchers/v1/${UNKNOWN_ID.toUpperCase()}`),
    code: 12,
  },
  {
    title: 'an id that nothing has',
    send: () => refused('PUT', `/dispatchers/v1/${UNKNOWN_ID}`, { name: 'a' }),
    status: 404,
    code: 16,
  },
  {
    title: 'an id of an event that nothing has',
    send: () => refused('GET', `/api/v1/events/${UNKNOWN_ID}`),
    status: 404,
    code: 16,
  },
  {
    title: 'a template whose expression does not end',
    send: () =>
      refused('POST', '/templates/v2/', {
        name: 'bad',
        outputs: { subject: 'fine', body: '<p>\n{{#if @inputs.a}}\n' },
      }),
    code: 1004,
    says: /"output":"body".*"line":/,
  },
  {
    title: 'a template with an unknown helper',
    send: () => refused('POST', '/templates/v2/', { name: 'bad', outputs: { subject: '{{explode 1}}' } }),
    code: 1004,
    says: /explode/,
  },
  {
    title: 'a template without outputs',
    send: () => refused('POST', '/templates/v2/', { name: 'bad', outputs: {} }),
    code: 15,
  },
  {
    title: 'a template of a name that is taken',
    send: () => refused('POST', '/templates/v2/', { name: templateName, outputs: { subject: 'a' } }),
    code: 17,
  },
  {
    title: 'a template that nothing has',
    send: () => refused('POST', '/templates/v2/nothing/resolve', {}),
    status: 404,
    code: 16,
  },
  {
    title: 'function code that is no zip',
    send: () => newFunction({ code: Buffer.from('exports.handler').toString('base64') }),
    code: 1401,
  },
  { title: 'function code that is not base64', send: () => newFunction({ code: '%%%' }), code: 1401 },
  {
    title: 'a function with a time limit of 1 s',
    send: () => newFunction({ timeLimit: 1 }),
    code: 1402,
    says: /timeLimit/,
  },
  {
    title: 'a function that reads files of other programs',
    send: () =>
      refused('POST', '/tasks/v1/functions', { name: 'bad', kind: 'http', http: { url: 'file:///etc/passwd' } }),
    code: 1402,
  },
  {
    title: 'a function of a name that is taken',
    send: () =>
      refused('POST', '/tasks/v1/functions', {
        name: functionName,
        kind: 'http',
        http: { url: 'https://example.com' },
      }),
    code: 17,
  },
  {
    title: 'a task without a function',
    send: () => refused('POST', '/tasks/v1/', { data: {} }),
    code: 14,
    says: /functionName/,
  },
  {
    title: 'a task at no time',
    send: () => refused('POST', '/tasks/v1/', { functionName, startTimestamp: 'soon' }),
    code: 15,
    says: /startTimestamp/,
  },
  {
    title: 'a task that nothing has',
    send: () => refused('POST', `/tasks/v1/${UNKNOWN_ID}/cancel`),
    status: 404,
    code: 16,
  },
  {
    title: 'an unknown operator in a query',
    send: () => refused('GET', '/dispatchers/v1/?resembles(name,a)'),
    code: 19,
    says: /resembles/,
  },
  {
    title: 'an unknown field in a query',
    send: () => refused('GET', '/events/v1/?eq(colour,red)'),
    code: 19,
    says: /colour/,
  },
  { title: 'a query that does not end', send: () => refused('GET', '/events/v1/?eq(type,a'), code: 19 },
  { title: 'an unknown service', send: () => refused('GET', '/data/v1/things'), status: 404, code: 903 },
  {
    title: 'an unknown version of a service',
    send: () => refused('POST', '/templates/v1/', {}),
    status: 404,
    code: 903,
  },
  { title: 'an unknown path of a service', send: () => refused('GET', '/tasks/v1/a/b/c/d'), status: 404, code: 903 },
];

testRefusals(CASES, () => server);

test('after all of it the server is alive, ready, and has logged no fault of its own', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  expect(server.output()).not.toMatch(/a request failed|could not answer|"level":(?:50|60)/);
  expect((await sendEvent(server, { type: 'after_all' })).status).toBe(202);
});
