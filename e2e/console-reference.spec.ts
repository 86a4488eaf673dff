import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';

let server: DispatchersServer;

test.beforeAll(async () => {
  server = await startDispatchers();
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

test('a service developer finds an operation, reads what it takes, and calls it with the command shown', async ({
  page,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await signInToConsole(page, server.url);
  await page.getByRole('link', { name: 'API reference' }).click();
  await expect(page.getByRole('heading', { name: 'API reference' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'dispatchers/v1' })).toBeVisible();

  await page.getByRole('textbox', { name: 'Search the reference' }).fill('create_dispatchers');
  await expect(page.getByRole('region', { name: 'tasks/v1' })).toBeHidden();
  await page.getByRole('button', { name: /POST.*Create a dispatcher with its actions/ }).click();
  const body = page.getByRole('table', { name: 'Fields of the body' });
  await expect(body.getByRole('row', { name: /^eventType ?\*/ })).toContainText('1 to 256 characters');
  await expect(body.getByRole('row', { name: /^actions\[\]\.recipients\.to ?\*/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Fields of the answer' })).toContainText('creationTimestamp');
  await expect(page.getByText('17 RESOURCE_ALREADY_EXISTS_EXCEPTION')).toBeVisible();

  const command = (await page.getByRole('group', { name: 'command' }).textContent()) ?? '';
  const { token } = await signIn(server);
  const answer = execFileSync('/bin/sh', ['-c', command], { env: { ...process.env, TOKEN: token }, encoding: 'utf8' });
  expect(JSON.parse(answer)).toMatchObject({ eventType: 'example', actions: [], enabled: true });

  await page.reload();
  await expect(body).toBeVisible();
  expect(elsewhere).toEqual([]);
});

test('every operation opens on a phone without the page growing wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signInOnPhone(page);
  const closed = page.getByRole('button', { name: /^(GET|POST|PUT|DELETE) /, expanded: false });
  await expect(closed.first()).toBeVisible();
  const names = await closed.evaluateAll((buttons) => buttons.length);
  expect(names).toBeGreaterThan(80);
  for (const operation of ['GET /api/v1/runs/{id}', 'POST /tasks/v1/functions', 'POST /mail/v1', 'GET /api/v1/live']) {
    const [method = '', path = ''] = operation.split(' ');
    await page.getByRole('button', { name: new RegExp(`^${method} ${path.replace(/[{}]/g, '\\$&')} `) }).click();
    await expect(page.getByRole('group', { name: 'command' })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, operation).toBeLessThanOrEqual(360);
  }
});

/** On a phone the menu is behind a button. */
async function signInOnPhone(page: Page): Promise<void> {
  await page.goto(`${server.url}/sign-in?next=/reference`);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
