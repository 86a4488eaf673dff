import type { Page } from '@playwright/test';
import type { TaskDetail } from '@/lib/console/schema';
import { type Api, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createFunction, createTask, uniqueName } from './fixtures/factories';
import { ended, waitFor } from './fixtures/wait-for';

const VIEWER = { email: 'viewer@example.com', password: 'only-looks-around-here' };
const TOMORROW = Date.now() + 86_400_000;

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

const drawer = (page: Page) => page.getByRole('dialog', { name: 'The task' });

test('a function is run by hand, and its log and its result are shown', async ({ page }) => {
  const name = await createFunction(
    api,
    'exports.handler = async (task) => { console.log("counting to", task.data.n); return { sum: 6 }; };',
  );
  await signInToConsole(page, server.url);
  await page.getByRole('navigation').getByRole('link', { name: 'Tasks', exact: true }).click();
  await page.getByRole('button', { name: 'Run a function' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run a function' });
  await dialog.getByLabel('Function', { exact: true }).fill(name);
  const editor = dialog.getByRole('textbox', { name: 'Data' });
  await editor.fill('[1, 2]');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog.getByText(/must be a JSON object/i)).toBeVisible();
  await editor.fill('{"n": 3}');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Log lines' })).toContainText('counting to 3');
  await expect(page.getByRole('article', { name: 'Result' })).toContainText('"sum": 6');
  await expect(page.getByText('Complete').first()).toBeVisible();
});

test('a task that failed says why first, leads to its retries, and is run again', async ({ page }) => {
  const name = await createFunction(
    api,
    `let calls = 0;
     exports.handler = async (task) => {
       if (!task.data.works && process.env.WORKS !== 'yes') throw new TypeError('the CRM is away');
       return 1;
     };`,
    { retryPolicy: { enabled: true, errorsToRetry: ['NothingLikeIt'] } },
  );
  const { id } = await createTask(api, { functionName: name });
  await ended(api, id);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks?function=${name}&status=failed`);
  await page.getByRole('link', { name }).click();
  await expect(drawer(page).getByRole('status').first()).toContainText('TypeError');
  await expect(drawer(page).getByRole('status').first()).toContainText('the CRM is away');

  await api.call('PUT', `/tasks/v1/functions/${name}`, { environmentVariables: { WORKS: { value: 'yes' } } });
  await drawer(page).getByRole('button', { name: 'Run again' }).click();
  const retries = drawer(page).getByRole('region', { name: 'Retries' });
  await expect(retries).toContainText('retry 1, which followed this one');
  await retries.getByRole('link').click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f]{24}$/);
  await expect(page.getByRole('article', { name: 'Result' })).toContainText('1');
});

test('of a huge log the page shows what is kept, and says that there was more', async ({ page }) => {
  const name = await createFunction(
    api,
    'exports.handler = async () => { for (let i = 0; i < 20000; i++) console.log("line", i, "of a log that goes on and on".repeat(8)); };',
  );
  const { id } = await createTask(api, { functionName: name });
  await ended(api, id);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks/${id}`);
  await expect(page.getByText(/It wrote more than is kept: only the first 64 KB/)).toBeVisible();
  const wrap = page.getByRole('button', { name: 'Wrap lines' });
  await expect(wrap).toHaveAttribute('aria-pressed', 'true');
  await wrap.click();
  await expect(wrap).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('list', { name: 'Log lines' }).getByText('line 0 ')).toBeVisible();
});

test('a task that runs cannot be canceled, and one that waits can', async ({ page }) => {
  const name = await createFunction(api, 'exports.handler = () => new Promise((done) => setTimeout(done, 3000));');
  const running = await createTask(api, { functionName: name });
  await waitFor('the task to run', async () => {
    const { body } = await api.call<TaskDetail>('GET', `/api/v1/tasks/${running.id}`);
    return body.status === 'inProgress' ? body : undefined;
  });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks/${running.id}`);
  await expect(page.getByText(/In progress|Complete/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel task' })).toHaveCount(0);
  await expect(page.getByText('Complete').first()).toBeVisible();

  const waiting = await createTask(api, { functionName: name, startTimestamp: TOMORROW });
  await page.goto(`${server.url}/tasks/${waiting.id}`);
  await page.getByRole('button', { name: 'Cancel task' }).click();
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await expect(page.getByText('Canceled: its function was not called.')).toBeVisible();
});

test('tasks are found by what is in their data and by their tags, and all that match are canceled', async ({
  page,
}) => {
  const name = await createFunction(api, 'exports.handler = async () => 1;');
  const word = uniqueName('needle');
  const later = { functionName: name, startTimestamp: TOMORROW };
  for (let n = 0; n < 60; n++) await createTask(api, { ...later, data: { deep: { in: [word, n] } }, tags: [word] });
  await createTask(api, { ...later, data: { deep: 'other' }, tags: ['other'] });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks?function=${name}`);
  await page.getByLabel('Search tasks').fill(word.toUpperCase());
  await expect(page).toHaveURL(/q=/);
  await page.getByLabel('Tag', { exact: true }).fill(word);
  await page.getByLabel('Tag', { exact: true }).press('Enter');
  await expect(page).toHaveURL(/tag=/);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await bar.getByRole('button', { name: 'Select all 60 that match' }).click();
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel 60' }).click();
  await expect(page.getByRole('dialog', { name: 'Done' })).toContainText('60 canceled');
  const { body } = await api.call<{ count: number }>('GET', `/api/v1/tasks/count?status=new&functionName=${name}`);
  expect(body.count).toBe(1);
});

test('a schedule is made, listed with its next run, and deleted', async ({ page }) => {
  const name = await createFunction(api, 'exports.handler = async () => 1;');
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks`);
  await page.getByRole('link', { name: 'Schedules' }).click();
  await page.getByRole('button', { name: 'New schedule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New schedule' });
  await dialog.getByLabel('Function', { exact: true }).fill(name);
  await dialog.getByLabel('Every').fill('0');
  await dialog.getByRole('button', { name: 'Create schedule' }).click();
  await expect(dialog.getByText(/at least 1 second/i)).toBeVisible();
  await dialog.getByLabel('Every').fill('90');
  await dialog.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'minutes' }).click();
  await dialog.getByRole('button', { name: 'Create schedule' }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole('table', { name: 'Schedules' }).getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('every 90 minutes');
  await row.getByRole('button', { name: /Delete the schedule/ }).click();
  await page.getByRole('button', { name: 'Delete the schedule', exact: true }).click();
  await expect(row).toHaveCount(0);
});

test('new tasks wait until somebody asks for them, and a row shows its new status by itself', async ({ page }) => {
  const name = await createFunction(api, 'exports.handler = async () => 1;');
  const waiting = await createTask(api, { functionName: name, startTimestamp: TOMORROW });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/tasks?function=${name}`);
  const rows = page.getByRole('table', { name: 'Tasks' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await createTask(api, { functionName: name, startTimestamp: TOMORROW });
  await api.call('POST', `/tasks/v1/${waiting.id}/cancel`);
  await expect(rows.filter({ hasText: 'Canceled' })).toHaveCount(1);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(rows).toHaveCount(3);
});

test('a viewer sees all and can change nothing', async ({ page }) => {
  const name = await createFunction(api, 'exports.handler = async () => { throw new Error("no"); };');
  const { id } = await createTask(api, { functionName: name });
  await ended(api, id);
  expect((await api.call('POST', '/api/v1/users', { ...VIEWER, roles: ['Viewer'] })).status).toBe(200);
  await signInToConsole(page, server.url, VIEWER);
  await page.goto(`${server.url}/tasks/${id}`);
  await expect(page.getByRole('button', { name: 'Run again' })).toBeDisabled();
  await page.goto(`${server.url}/tasks`);
  await expect(page.getByRole('button', { name: 'Run a function' })).toBeDisabled();
  await page.goto(`${server.url}/tasks/schedules`);
  await expect(page.getByRole('button', { name: 'New schedule' })).toBeDisabled();
});
