import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createOAuth2Client } from '@extrahorizon/javascript-sdk';
import type { Page } from '@playwright/test';
import { type Api, request, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { createUser, type Person, signInAs } from './fixtures/people';

const run = promisify(execFile);
const NEW_PASSWORD = 'another door that opens softly';
/** The browser itself tells of a refused request, which a test asks for here. */
const REFUSED = /Failed to load resource: the server responded with a status of 40\d/;

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

async function openSettings(page: Page, section: string): Promise<void> {
  await page.goto(`${server.url}/settings`);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click();
  await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
}

async function rowMenu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('the settings lead to the first section that the person may see', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings\/users$/);
  await expect(page.getByRole('table', { name: 'Users' }).getByText(ADMIN.email)).toBeVisible();
});

test('a Viewer is made, chooses a password by the link that was shown once, and signs in with it', async ({
  page,
  openOtherPage,
  noise,
}) => {
  noise.allow(REFUSED);
  const email = `${uniqueName('viewer')}@example.com`;
  await signInToConsole(page, server.url);
  await openSettings(page, 'Users');
  await page.getByRole('button', { name: 'New user' }).click();
  const dialog = page.getByRole('dialog', { name: 'New user' });
  await dialog.getByRole('button', { name: 'Create user' }).click();
  await expect(dialog.getByText('Must be an e-mail address')).toBeVisible();
  await expect(dialog.getByText('Needs at least one role')).toBeVisible();
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('First name').fill('Ada');
  await dialog.getByRole('checkbox', { name: 'Viewer' }).click();
  await dialog.getByRole('button', { name: 'Create user' }).click();
  const link = await page.getByLabel('One-time link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row').filter({ hasText: email }).getByText('Invited')).toBeVisible();

  const theirs = await openOtherPage();
  await theirs.goto(link);
  await theirs.getByLabel('New password', { exact: true }).fill('Password2026!');
  await theirs.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(theirs.getByText('Is a very common word with signs added')).toBeVisible();
  await theirs.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await theirs.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(theirs.getByRole('button', { name: `Account ${email}` })).toBeVisible();
  await theirs.goto(`${link.split('#')[0]}?again#${link.split('#')[1]}`);
  await theirs.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await theirs.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(theirs.getByText('This link is not valid any more')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: email }).getByText('Active')).toBeVisible();
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

test('a changed role acts on the next request: the session ends, and a new one has the new role', async ({
  page,
  openOtherPage,
  noise,
}) => {
  noise.allow(REFUSED);
  const person = await createUser(api, 'Viewer');
  const theirs = await openOtherPage();
  await signInAs(theirs, server.url, person);

  await signInToConsole(page, server.url);
  await openSettings(page, 'Users');
  await rowMenu(page, person.email, 'Edit');
  const dialog = page.getByRole('dialog', { name: 'Edit user' });
  await dialog.getByRole('checkbox', { name: 'Viewer' }).click();
  await dialog.getByRole('checkbox', { name: 'Configurator' }).click();
  await dialog.getByRole('button', { name: 'Save user' }).click();
  const row = page.getByRole('row').filter({ hasText: person.email });
  await expect(row.getByText('Configurator').filter({ visible: true })).toBeVisible();

  expect(await theirs.evaluate(async () => (await fetch('/api/v1/me')).status)).toBe(401);
  await theirs.goto(`${server.url}/dispatchers`);
  await theirs.getByLabel('E-mail').fill(person.email);
  await theirs.getByLabel('Password', { exact: true }).fill(person.password);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs.getByRole('link', { name: 'New dispatcher' }).first()).toBeVisible();
});

test('the last administrator is kept, and nobody acts on themselves', async ({ page }) => {
  await signInToConsole(page, server.url);
  await openSettings(page, 'Users');
  await page.getByRole('button', { name: `Actions for ${ADMIN.email}` }).click();
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeDisabled();
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit user' });
  await expect(dialog.getByRole('checkbox', { name: 'Administrator' })).toBeDisabled();
  await expect(dialog.getByText('Somebody else must change your roles.')).toBeVisible();

  const permissions = (await api.call<{ permissions: string[] }>('GET', '/api/v1/me')).body.permissions;
  const name = uniqueName('deputy');
  await api.call('POST', '/api/v1/roles', { name, permissions });
  const deputy = await createUser(api, name);
  const grant = { grant_type: 'password', client_id: 'e2e', username: deputy.email, password: deputy.password };
  const { body } = await request(server.url, 'POST', '/auth/v2/oauth2/tokens', grant);
  const headers = { authorization: `Bearer ${String(body.access_token)}` };
  const users = await api.call<{ data: { id: string; email: string }[] }>('GET', '/api/v1/users?role=Administrator');
  const path = `/api/v1/users/${users.body.data.find(({ email }) => email === ADMIN.email)?.id}`;
  for (const [method, change] of [
    ['PUT', { roles: ['Viewer'] }],
    ['PUT', { enabled: false }],
    ['DELETE', undefined],
  ] as const) {
    const refused = await request(server.url, method, path, change, headers);
    expect([refused.status, refused.body.code, refused.body.message]).toEqual([
      400,
      27,
      'This is the last administrator: make another one first',
    ]);
  }
});

test('a token is made by the keyboard alone, shown once, works with the curl that was shown, and is revoked', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  const name = uniqueName('sender');
  await signInToConsole(page, server.url);
  await openSettings(page, 'API tokens');
  await page.getByRole('button', { name: 'New token' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New API token' }).getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  await tabTo(page, 'Send events only');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Send events', exact: true })).toBeChecked();
  await tabTo(page, 'Create token');
  await page.keyboard.press('Enter');
  const created = page.getByRole('dialog', { name: 'Token created' });
  const secret = await created.getByLabel('Token', { exact: true }).inputValue();
  expect(secret).toMatch(/^dsp_api_[\w-]{51}$/);
  const curl = await created.getByRole('region', { name: 'Try it' }).locator('pre').textContent();
  await tabTo(page, 'Done');
  await page.keyboard.press('Enter');
  await expect(created).toBeHidden();
  await expect(page.getByText(secret)).toHaveCount(0);

  const answer = JSON.parse((await run('bash', ['-c', curl ?? ''])).stdout) as { id?: string };
  expect(answer.id).toMatch(/^[0-9a-f]{24}$/);
  const headers = { authorization: `Bearer ${secret}` };
  expect((await request(server.url, 'GET', '/events/v1/', undefined, headers)).body.code).toBe(10);

  await page.reload();
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText(`…${secret.slice(-4)}`);
  await expect(row).toContainText('Send events');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('button', { name: 'Revoke token' }).click();
  await expect(row).toHaveCount(0);
  const refused = await request(server.url, 'POST', '/events/v1/', { type: 'x' }, headers);
  expect([refused.status, refused.body.code]).toEqual([401, 117]);
});

/** Presses Tab until the button of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test('the secret of an application works with the official client, until the application is disabled', async ({
  page,
}) => {
  const name = uniqueName('app');
  await signInToConsole(page, server.url);
  await openSettings(page, 'Applications');
  await page.getByRole('button', { name: 'New application' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create application' }).click();
  const clientId = await page.getByLabel('Client id', { exact: true }).inputValue();
  const clientSecret = await page.getByLabel('Client secret').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  const client = (secret: string) => createOAuth2Client({ host: server.url, clientId, clientSecret: secret });
  const credentials = { username: ADMIN.email, password: ADMIN.password };
  const exh = client(clientSecret);
  await exh.auth.authenticate(credentials);
  expect((await exh.users.me()).email).toBe(ADMIN.email);
  await expect(client('wrong').auth.authenticate(credentials)).rejects.toThrow();

  await rowMenu(page, name, 'New secret');
  await page.getByRole('button', { name: 'Make new secret' }).click();
  const next = await page.getByLabel('Client secret').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(client(clientSecret).auth.authenticate(credentials)).rejects.toThrow();
  const renewed = client(next);
  await renewed.auth.authenticate(credentials);

  await rowMenu(page, name, 'Disable');
  await page.getByRole('button', { name: 'Disable application' }).click();
  await expect(page.getByRole('row').filter({ hasText: name }).getByText('Disabled')).toBeVisible();
  await expect(client(next).auth.authenticate(credentials)).rejects.toThrow();

  await rowMenu(page, name, 'Delete');
  await expect(page.getByText('every token that it got for somebody ends at once')).toBeVisible();
  await page.getByRole('button', { name: 'Delete application' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
});

test('a changed password ends every other session, and this one goes on', async ({ page, openOtherPage, noise }) => {
  noise.allow(REFUSED);
  const person = await createUser(api, 'Viewer');
  const elsewhere = await openOtherPage();
  await signInAs(elsewhere, server.url, person);
  await signInAs(page, server.url, person);
  await openSettings(page, 'My account');
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(2);

  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Time zone').fill('Europe/Nowhere');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/must be a time zone/i)).toBeVisible();
  await page.getByLabel('Time zone').fill('Europe/Brussels');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Your account is saved')).toBeVisible();

  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Is not your password')).toBeVisible();
  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('You are signed out everywhere else.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(1);

  const status = await elsewhere.evaluate(async () => (await fetch('/api/v1/me')).status);
  expect(status).toBe(401);
  await page.reload();
  await expect(page.getByLabel('First name')).toHaveValue('Ada');
});

test('an administrator signs somebody out, and gives them a new password link', async ({
  page,
  openOtherPage,
  noise,
}) => {
  noise.allow(REFUSED);
  const person: Person = await createUser(api, 'Operator');
  const theirs = await openOtherPage();
  await signInAs(theirs, server.url, person);
  await signInToConsole(page, server.url);
  await openSettings(page, 'Users');
  await page.getByLabel('Search users').fill(person.email);
  await expect(page).toHaveURL(/q=person/);
  await rowMenu(page, person.email, 'Sessions');
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'End all sessions' }).click();
  await expect(page.getByText('No open session.')).toBeVisible();
  expect(await theirs.evaluate(async () => (await fetch('/api/v1/me')).status)).toBe(401);
  await page.getByRole('button', { name: 'Close' }).last().click();
  await rowMenu(page, person.email, 'New password link');
  await page.getByRole('button', { name: 'Make link' }).click();
  await expect(page.getByLabel('One-time link')).toHaveValue(/\/set-password#dsp_password_/);
  await page.getByRole('button', { name: 'Done' }).click();

  await rowMenu(page, person.email, 'Delete');
  await expect(page.getByText('with all their sessions and API tokens')).toBeVisible();
  await page.getByRole('button', { name: 'Delete user' }).click();
  await expect(page.getByText('No users match')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('table', { name: 'Users' })).toBeVisible();
});

test('a role is made to measure, stands in the table of permissions, and is not deleted while somebody holds it', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  const name = uniqueName('Support of a very long name that goes on');
  await signInToConsole(page, server.url);
  await openSettings(page, 'Roles');
  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New role' });
  await dialog.getByLabel('Name', { exact: true }).fill('viewer');
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog.getByText('Is the name of a ready-made role')).toBeVisible();
  await expect(dialog.getByText('Needs at least one permission')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'As Viewer' }).click();
  await dialog.getByRole('checkbox', { name: 'Retry runs' }).click();
  await dialog.getByRole('button', { name: 'Create role' }).click();

  const matrix = page.getByRole('table', { name: 'Permissions of each role' });
  await expect(matrix.getByRole('columnheader', { name })).toBeVisible();
  const column = await matrix.getByRole('columnheader').allInnerTexts();
  const at = column.indexOf(name);
  expect(at).toBeGreaterThan(0);
  const cell = (words: string) =>
    matrix
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: words, exact: true }) })
      .getByRole('cell')
      .nth(at - 1);
  await expect(cell('Retry runs')).toHaveText('yes');
  await expect(cell('Cancel runs')).not.toHaveText('yes');

  await createUser(api, name);
  await rowMenu(page, name, 'Delete');
  await page.getByRole('button', { name: 'Delete role' }).click();
  await expect(page.getByText(/cannot be deleted: 1 user holds it/)).toBeVisible();
});

test('a list that cannot be loaded says so, and can be tried again', async ({ page, noise }) => {
  noise.allow(REFUSED);
  await signInToConsole(page, server.url);
  await page.route('**/api/v1/applications', (route) =>
    route.fulfill({ status: 400, json: { code: 27, name: 'X', message: 'The shelf is empty' } }),
  );
  await page.goto(`${server.url}/settings/applications`);
  await expect(page.getByText('The shelf is empty')).toBeVisible();
  await page.unroute('**/api/v1/applications');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Applications' })).toBeVisible();
});
