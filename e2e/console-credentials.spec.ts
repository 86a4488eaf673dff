import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createOAuth2Client } from '@extrahorizon/javascript-sdk';
import type { Page } from '@playwright/test';
import { type Api, request, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { chooseInRow, openSettings, REFUSED } from './fixtures/settings-page';

const run = promisify(execFile);
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

test('a token is made by the keyboard alone, shown once, works with the curl that was shown, and is revoked', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  const name = uniqueName('sender');
  await signInToConsole(page, server.url);
  await openSettings(page, server.url, 'API tokens');
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
  // While it is open the rows behind it count as gone.
  await expect(page.getByRole('dialog')).toHaveCount(0);
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
  await openSettings(page, server.url, 'Applications');
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

  await chooseInRow(page, name, 'New secret');
  await page.getByRole('button', { name: 'Make new secret' }).click();
  const next = await page.getByLabel('Client secret').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(client(clientSecret).auth.authenticate(credentials)).rejects.toThrow();
  const renewed = client(next);
  await renewed.auth.authenticate(credentials);

  await chooseInRow(page, name, 'Disable');
  await page.getByRole('button', { name: 'Disable application' }).click();
  await expect(page.getByRole('row').filter({ hasText: name }).getByText('Disabled')).toBeVisible();
  await expect(client(next).auth.authenticate(credentials)).rejects.toThrow();

  await chooseInRow(page, name, 'Delete');
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
  await openSettings(page, server.url, 'My account');
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
