import { request, sendEvent } from './fixtures/api';
import { expect, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';

let server: DispatchersServer;

test.beforeAll(async () => {
  server = await startDispatchers({ withoutAdmin: true });
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

test('from the set-up link to a working example with its result, in a few clicks', async ({ page }) => {
  const link = /http:\/\/\S+\/set-up\?token=\S+/.exec(server.output())?.[0];
  if (!link) throw new Error(`no set-up link in: ${server.output()}`);
  await page.goto(link);
  await page.getByLabel('E-mail').fill('first@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: /create|set up|make/i }).click();

  await page.getByRole('button', { name: 'Install the example' }).click();
  await expect(page).toHaveURL(/\/events\/[0-9a-f]{24}/);
  await expect(page.getByText('2 done')).toBeVisible();
  await expect(page.getByText('Je gegevens zijn gewist, Ada')).toBeVisible();
  await expect(page.getByText('measurements: erased')).toBeVisible();

  const again = await page.goto(link);
  expect(again?.ok()).toBe(true);
  const status = await request<{ setUpNeeded: boolean }>(server.url, 'GET', '/api/v1/status');
  expect(status.body).toEqual({ setUpNeeded: false });
});

test('the example goes on working for events that a service sends', async () => {
  const content = {
    user: { id: '7', first_name: 'Grace', email: 'grace@example.com' },
    requested_at: '2026-01-02T03:04:05Z',
  };
  const answer = await sendEvent(server, { type: 'user_deleted', content });
  expect(answer).toMatchObject({ status: 202, body: { runs: 2 } });
});
