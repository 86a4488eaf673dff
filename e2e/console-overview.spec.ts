import { writeZip } from '@/lib/functions/write-zip';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createHttpFunction, createTask } from './fixtures/factories';
import { answer, startHttpSink } from './fixtures/http-sink';
import { ended, settled } from './fixtures/wait-for';

let server: DispatchersServer;
let api: Api;

test.beforeEach(async () => {
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  api = await signIn(server);
});
test.afterEach(async ({ page }) => {
  // An open page would go on asking a server that is gone.
  await page.close();
  await server?.stop();
  server?.cleanUp();
});

async function send(type: string, content: object): Promise<string> {
  const { body } = await sendEvent(server, { type, content });
  await settled(api, body.id);
  return body.id;
}

test('an operator sees what was never delivered and why, mends it, and has it done from the overview', async ({
  page,
}) => {
  const functionName = await createFunction(
    api,
    'exports.handler = async () => { throw new Error("no route to the archive"); };',
  );
  await createDispatcher(api, 'user_deleted', [{ type: 'task', functionName }], { name: 'Erase in the archive' });
  for (let i = 0; i < 3; i++) await send('user_deleted', { n: i });

  await signInToConsole(page, server.url);
  const list = page.getByRole('region', { name: 'Never delivered' });
  await expect(list.getByRole('row', { name: /Erase in the archive/ })).toHaveCount(3);
  await expect(list.getByText('no route to the archive').filter({ visible: true })).toHaveCount(3);
  await expect(list.getByRole('link', { name: 'Show all 3 failed runs' })).toHaveAttribute(
    'href',
    '/runs?status=failed',
  );
  const targets = page.getByRole('region', { name: 'Where it does not go well' });
  await expect(targets.getByRole('listitem').filter({ hasText: functionName })).toContainText(
    '3 of the last 3 attempts failed',
  );

  const source = writeZip([{ path: 'index.js', content: 'exports.handler = async () => 1;' }]);
  await api.call('PUT', `/tasks/v1/functions/${functionName}`, { code: source.toString('base64') });
  await list.getByRole('button', { name: 'Retry Erase in the archive' }).first().click();
  await expect(page.getByText('Retrying “Erase in the archive”')).toBeVisible();
  await expect(list.getByRole('row', { name: /Erase in the archive/ })).toHaveCount(2);
});

test('a failure that needs nobody any more is discarded with a reason, which its page shows', async ({ page }) => {
  const functionName = await createFunction(api, 'exports.handler = async () => { throw new Error("no such user"); };');
  await createDispatcher(api, 'user_left', [{ type: 'task', functionName }], { name: 'Close the account' });
  await send('user_left', {});
  await signInToConsole(page, server.url);
  const list = page.getByRole('region', { name: 'Never delivered' });
  await list.getByRole('button', { name: 'Discard Close the account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard “Close the account”?' });
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog.getByText('is required')).toBeVisible();
  await dialog.getByLabel('Reason').fill('The account was closed by hand');
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(list.getByText('Everything was delivered')).toBeVisible();
  await page.goto(`${server.url}/runs?status=canceled`);
  await page.getByRole('row').filter({ hasText: 'Close the account' }).getByRole('link').first().click();
  await expect(page.getByText(/Discarded: The account was closed by hand/).first()).toBeVisible();
});

test('a function that is away is shown with what it says and when it is tried again; trying now brings it back', async ({
  page,
}) => {
  const sink = await startHttpSink();
  try {
    sink.setBehaviour(answer(503, 'down for maintenance'));
    const { name } = await createHttpFunction(api, sink.url);
    for (let i = 0; i < 5; i++) await api.call('POST', `/tasks/v1/functions/${name}/execute`, {});
    const task = await createTask(api, { functionName: name });
    await signInToConsole(page, server.url);
    const row = page
      .getByRole('region', { name: 'Where it does not go well' })
      .getByRole('listitem')
      .filter({ hasText: name });
    await expect(row).toContainText('Away, work waits');
    await expect(row).toContainText('down for maintenance');
    await expect(row).toContainText('Next try');
    await expect(row).toContainText('1 waiting');
    expect(sink.requests).toHaveLength(5);

    sink.setBehaviour(answer(200, { ok: true }));
    await row.getByRole('button', { name: `Try now: ${name}` }).click();
    await expect(page.getByText(`Trying ${name} now`)).toBeVisible();
    await ended(api, task.id);
    await expect(row.getByText('Away, work waits')).toBeHidden();
  } finally {
    await sink.close();
  }
});

test('what never meets is named on both sides, with the typo that may be the cause, and one click away from a dispatcher', async ({
  page,
}) => {
  const functionName = await createFunction(api, 'exports.handler = async () => 1;');
  await createDispatcher(api, 'user_deletd', [{ type: 'task', functionName }], { name: 'Misspelt' });
  await sendEvent(server, { type: 'user_deleted', content: {} });
  await signInToConsole(page, server.url);

  const unheard = page.getByRole('region', { name: 'Nothing listens to' });
  await expect(unheard.getByRole('listitem')).toContainText([
    'A dispatcher listens to “user_deletd”. Is one of them a typo?',
  ]);
  const neverFired = page.getByRole('region', { name: 'Never fired' });
  await expect(neverFired.getByRole('listitem')).toContainText(['“user_deleted” does arrive. Did you mean that?']);
  await unheard.getByRole('link', { name: 'Create a dispatcher that listens to user_deleted' }).click();
  await expect(page.getByLabel('Event type')).toHaveValue('user_deleted');
});

test('the chart tells the true figures, as a table too, and its range is in the address', async ({ page }) => {
  const functionName = await createFunction(
    api,
    'exports.handler = async (task) => { if (task.data.fail) throw new Error("no"); };',
  );
  await createDispatcher(api, 'counted', [{ type: 'task', functionName, data: { fail: '{{content.fail}}' } }]);
  for (const fail of [true, false, false, false]) await send('counted', { fail });
  await signInToConsole(page, server.url);

  const volume = page.getByRole('region', { name: 'Volume', exact: true });
  // The fifth is the task_failed event that the failure caused.
  await expect(
    volume.getByRole('figure', { name: 'Actions over time: 3 done, 1 failed, 0 under way, of 5 events' }),
  ).toBeVisible();
  await volume.getByText('As a table').click();
  await expect(volume.getByRole('table', { name: 'Volume over time' }).getByRole('row')).toHaveCount(25);
  await volume.getByRole('button', { name: '30 days' }).click();
  await expect(page).toHaveURL(/range=30d/);
  await expect(volume.getByRole('table', { name: 'Volume over time' }).getByRole('row')).toHaveCount(31);
  await page.reload();
  await expect(volume.getByRole('button', { name: '30 days' })).toHaveAttribute('aria-pressed', 'true');
});

test('when figures cannot be had, the page says so and offers another try', async ({ page, noise }) => {
  noise.allow(/status of 500/);
  await sendEvent(server, { type: 'anything', content: {} });
  await page.route('**/api/v1/statistics?*', (route) =>
    route.fulfill({
      status: 500,
      json: { code: 1, name: 'SERVER_EXCEPTION', message: 'Something went wrong (id 42)' },
    }),
  );
  await signInToConsole(page, server.url);
  const volume = page.getByRole('region', { name: 'Volume', exact: true });
  await expect(volume.getByText('Something went wrong (id 42)')).toBeVisible();
  await page.unroute('**/api/v1/statistics?*');
  await volume.getByRole('button', { name: /again/ }).click();
  await expect(volume.getByRole('figure')).toBeVisible();
});
