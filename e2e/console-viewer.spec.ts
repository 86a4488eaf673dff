import { type Api, signIn } from './fixtures/api';
import { expect, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { REFUSED } from './fixtures/settings-page';

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** What would change something, on each page that there is. */
const PAGES: { path: string; heading: string; changes: RegExp[] }[] = [
  { path: '/', heading: 'Overview', changes: [/^install/i, /^retry/i] },
  { path: '/events', heading: 'Events', changes: [/^replay/i] },
  { path: '/runs', heading: 'Runs', changes: [/^(retry|cancel)/i] },
  { path: '/mails', heading: 'Mails', changes: [/^(send again|cancel|retry)/i] },
  { path: '/tasks', heading: 'Tasks', changes: [/^(run a function|run again|cancel)/i] },
  { path: '/tasks/schedules', heading: 'Tasks', changes: [/^(new schedule|delete)/i] },
  { path: '/functions', heading: 'Functions', changes: [/^new function/i] },
  { path: '/sources', heading: 'Sources', changes: [/^new source/i] },
  { path: '/dispatchers', heading: 'Dispatchers', changes: [/^new dispatcher/i, /^import/i] },
  { path: '/templates', heading: 'Templates', changes: [/^new template/i] },
  { path: '/localizations', heading: 'Localizations', changes: [/^(new|add)/i] },
  { path: '/settings/users', heading: 'Users', changes: [/^new user/i, /^actions for/i] },
  { path: '/settings/roles', heading: 'Roles', changes: [/^new role/i, /^actions for/i] },
  { path: '/settings/applications', heading: 'Applications', changes: [/^new application/i, /^actions for/i] },
  { path: '/settings/tokens', heading: 'API tokens', changes: [/^new token/i, /^revoke/i] },
];

test('a Viewer sees every page and can change nothing, in the console or past it', async ({ page, noise }) => {
  noise.allow(REFUSED);
  const role = await api.call<{ id: string }>('POST', '/api/v1/roles', {
    name: uniqueName('seen-role'),
    permissions: ['VIEW_EVENTS'],
  });
  await api.call('POST', '/api/v1/applications', { name: uniqueName('seen-app'), kind: 'oauth2' });
  await api.call('POST', '/api/v1/tokens', { name: 'seen', permissions: ['VIEW_EVENTS'] });
  const dispatcher = await api.call<{ id: string }>('POST', '/dispatchers/v1/', { eventType: 'seen', actions: [] });
  const viewer = await createUser(api, 'Viewer');
  await signInAs(page, server.url, viewer);
  for (const { path, heading, changes } of PAGES) {
    await page.goto(server.url + path);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    for (const name of changes) {
      const controls = page.getByRole('main').getByRole('button', { name });
      for (const control of await controls.all()) await expect(control, `${path}: ${name}`).toBeDisabled();
      await expect(page.getByRole('main').getByRole('link', { name }), `${path}: ${name}`).toHaveCount(0);
    }
  }
  await page.goto(`${server.url}/dispatchers`);
  await expect(page.getByRole('switch', { name: 'seen enabled' })).toBeDisabled();

  const refused = await page.evaluate(
    async ([roleId, dispatcherId, userId]) => {
      const calls: [string, string, object?][] = [
        ['POST', '/api/v1/users', { email: 'x@example.com', roles: ['Viewer'] }],
        ['PUT', `/api/v1/users/${userId}`, { roles: ['Administrator'] }],
        ['DELETE', `/api/v1/users/${userId}`],
        ['POST', `/api/v1/users/${userId}/password-link`],
        ['POST', '/api/v1/roles', { name: 'x', permissions: ['VIEW_EVENTS'] }],
        ['PUT', `/api/v1/roles/${roleId}`, { name: 'x', permissions: ['VIEW_EVENTS'] }],
        ['DELETE', `/api/v1/roles/${roleId}`],
        ['POST', '/api/v1/applications', { name: 'x', kind: 'oauth2' }],
        ['POST', '/api/v1/tokens', { name: 'x', permissions: ['VIEW_EVENTS'] }],
        ['POST', '/dispatchers/v1/', { eventType: 'x', actions: [] }],
        ['PUT', `/dispatchers/v1/${dispatcherId}`, { enabled: false }],
        ['DELETE', `/dispatchers/v1/${dispatcherId}`],
        ['POST', '/events/v1/', { type: 'x' }],
        ['POST', '/templates/v2/', { name: 'x', outputs: {} }],
        ['POST', '/localizations/v1/', { localizations: [] }],
        ['POST', '/tasks/v1/', { functionName: 'x' }],
        ['POST', '/mail/v1/', {}],
        ['POST', '/api/v1/runs/retry', { query: 'status=failed' }],
        ['POST', '/api/v1/sources/default/rotate'],
      ];
      const answers: string[] = [];
      for (const [method, path, body] of calls) {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
        const { code } = (await response.json()) as { code?: number };
        answers.push(`${method} ${path.replace(/[0-9a-f]{24}/, '{id}')} ${response.status}/${code}`);
      }
      return answers;
    },
    [role.body.id, dispatcher.body.id, viewer.id],
  );
  expect(refused.filter((answer) => !answer.endsWith(' 401/10'))).toEqual([]);
  expect(refused).toHaveLength(19);
});
