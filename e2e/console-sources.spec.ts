import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { type Api, request, signed, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';

const run = promisify(execFile);

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
test.beforeEach(({ page }) => signInToConsole(page, server.url));

/** Makes a source in the console, and leaves it open. @returns its secret. */
async function createSource(page: Page, name: string): Promise<string> {
  await page.goto(`${server.url}/sources`);
  await page.getByRole('button', { name: 'New source' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create source' }).click();
  return readSecret(page);
}

async function readSecret(page: Page): Promise<string> {
  const shown = page.getByRole('group', { name: 'secret', exact: true });
  await expect(shown).toContainText(/^whsec_/);
  return (await shown.textContent()) ?? '';
}

/** The code of one of the tabs, as it is copied. */
async function codeOf(page: Page, tab: string): Promise<string> {
  await page.getByRole('tab', { name: tab, exact: true }).click();
  const code = page.getByRole('group', { name: tab, exact: true });
  await expect(code).toBeVisible();
  return (await code.textContent()) ?? '';
}

/** What a sender is answered who signs with this secret. */
async function statusFor(source: string, secret: string): Promise<number> {
  const body = JSON.stringify({ type: 'signed' });
  return (await request(server.url, 'POST', `/webhooks/${source}`, body, signed(body, { secret }))).status;
}

test('a new source shows its secret once, with code that works when pasted', async ({ page }) => {
  const name = uniqueName('pasted');
  const secret = await createSource(page, name);
  const curl = await run('sh', ['-c', await codeOf(page, 'curl, signed')]);
  expect(JSON.parse(curl.stdout)).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{24}$/), runs: 0 });
  const plain = { PATH: process.env.PATH, NO_COLOR: '1', NODE_ENV: 'production' } as const;
  const script = await codeOf(page, 'Node.js');
  const node = await run(process.execPath, ['--input-type=module', '-e', script], { env: plain });
  expect(node.stdout).toMatch(/^202 /);
  const env = { ...plain, TOKEN: api.token };
  const token = await run('sh', ['-c', await codeOf(page, 'curl, API token')], { env });
  expect(JSON.parse(token.stdout)).toHaveProperty('id');
  const sdk = await run(process.execPath, ['--input-type=module', '-e', await codeOf(page, 'SDK')], { env });
  expect(sdk.stdout).toContain('runs');

  await page.reload();
  await expect(page.getByRole('region', { name: 'How to send' })).toContainText('WEBHOOK_SECRET');
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('4');
});

test('a new secret shuts out the old one at once, or lets it work for some hours', async ({ page }) => {
  const name = uniqueName('rotated');
  const first = await createSource(page, name);
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByRole('group', { name: 'secret', exact: true })).not.toContainText(first);
  const second = await readSecret(page);
  expect([await statusFor(name, first), await statusFor(name, second)]).toEqual([401, 202]);

  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('combobox', { name: 'The old secret' }).click();
  await page.getByRole('option', { name: 'It works for another 24 hours' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByRole('region', { name: 'Secret', exact: true }).getByText(/old one ends in/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'secret', exact: true })).not.toContainText(second);
  const third = await readSecret(page);
  expect([await statusFor(name, second), await statusFor(name, third)]).toEqual([202, 202]);
});

test('a test event comes through the source and leads to what became of it', async ({ page }) => {
  const name = uniqueName('tried');
  await createSource(page, name);
  await page.getByLabel('Event type').fill('tried_out');
  await page.getByRole('button', { name: 'Send test event' }).click();
  await page.getByRole('link', { name: 'Show the event' }).click();
  await expect(page).toHaveURL(/\/events\/[0-9a-f]{24}/);
  await expect(page.getByText(name).first()).toBeVisible();
});

test('a name that is taken or unfit is refused at its field; what a source is for can be said later', async ({
  page,
  noise,
}) => {
  noise.allow(/status of 400/);
  const name = uniqueName('described');
  await api.call('POST', '/api/v1/sources', { name });
  await page.goto(`${server.url}/sources`);
  await page.getByRole('button', { name: 'New source' }).click();
  const field = page.getByLabel('Name', { exact: true });
  await field.fill('Not A Name');
  await page.getByRole('button', { name: 'Create source' }).click();
  await expect(page.getByText('Lower-case letters, digits and dashes, at most 63')).toBeVisible();
  await field.fill(name);
  await page.getByRole('button', { name: 'Create source' }).click();
  await expect(page.getByText(`'${name}' is taken`)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name, exact: true }).click();
  await expect(page).toHaveURL(`${server.url}/sources?source=${name}`);
  await page.getByLabel('Description').fill('The shop; ask Grace');
  await page.getByRole('button', { name: 'Save description' }).click();
  await expect(page.getByRole('button', { name: 'Save description' })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('The shop; ask Grace');
});

test('a source that is deleted refuses its senders, and says so before', async ({ page }) => {
  const name = uniqueName('deleted');
  const secret = await createSource(page, name);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Delete the source “${name}”?` });
  await expect(dialog).toContainText('gets an error');
  await dialog.getByRole('button', { name: 'Delete source' }).click();
  // While it is open the rows behind it count as gone.
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeHidden();
  expect(await statusFor(name, secret)).toBe(401);
  await page.goto(`${server.url}/sources?source=default`);
  await expect(page.getByRole('button', { name: 'New secret' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toBeHidden();
});

test('a Viewer sees the sources and can change nothing', async ({ openOtherPage }) => {
  const viewer = await createUser(api, 'Viewer');
  const page = await openOtherPage();
  await signInAs(page, server.url, viewer);
  await page.goto(`${server.url}/sources?source=default`);
  await expect(page.getByRole('button', { name: 'New source' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'New secret' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Send test event' })).toBeDisabled();
  await expect(page.getByLabel('Description')).toBeDisabled();
});
