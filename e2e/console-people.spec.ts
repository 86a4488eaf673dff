import { type Api, request, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { createUser, type Person, signInAs } from './fixtures/people';
import { chooseInRow, openSettings, REFUSED } from './fixtures/settings-page';

const NEW_PASSWORD = 'another door that opens softly';

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
  await openSettings(page, server.url, 'Users');
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
  await openSettings(page, server.url, 'Users');
  await chooseInRow(page, person.email, 'Edit');
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
  await openSettings(page, server.url, 'Users');
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
  await openSettings(page, server.url, 'Users');
  await page.getByLabel('Search users').fill(person.email);
  await expect(page).toHaveURL(/q=person/);
  await chooseInRow(page, person.email, 'Sessions');
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'End all sessions' }).click();
  await expect(page.getByText('No open session.')).toBeVisible();
  expect(await theirs.evaluate(async () => (await fetch('/api/v1/me')).status)).toBe(401);
  await page.getByRole('button', { name: 'Close' }).last().click();
  await chooseInRow(page, person.email, 'New password link');
  await page.getByRole('button', { name: 'Make link' }).click();
  await expect(page.getByLabel('One-time link')).toHaveValue(/\/set-password#dsp_password_/);
  await page.getByRole('button', { name: 'Done' }).click();

  await chooseInRow(page, person.email, 'Delete');
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
  await openSettings(page, server.url, 'Roles');
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
  await chooseInRow(page, name, 'Delete');
  await page.getByRole('button', { name: 'Delete role' }).click();
  await expect(page.getByText(/cannot be deleted: 1 user holds it/)).toBeVisible();
});
