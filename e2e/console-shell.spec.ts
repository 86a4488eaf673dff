import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction } from './fixtures/factories';

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

test('Ctrl+K leads to a page, to a thing by its name, and to an event by its id, without a mouse', async ({ page }) => {
  const functionName = await createFunction(api, 'exports.handler = async () => 1;');
  await createDispatcher(api, 'palette_type', [{ type: 'task', functionName }], { name: 'Erase for the palette' });
  const {
    body: { id },
  } = await sendEvent(server, { type: 'palette_type', content: {} });
  await signInToConsole(page, server.url);
  const palette = page.getByRole('dialog');
  const field = palette.getByRole('combobox');

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('api ref');
  await expect(palette.getByRole('option')).toHaveText(['API reference']);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/reference$/);
  await expect(palette).toBeHidden();

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('FOR THE PAL');
  await expect(palette.getByRole('option', { name: /Erase for the palette/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/dispatchers\/[0-9a-f]{24}$/);

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill(id);
  await expect(palette.getByRole('option', { name: /palette_type.*Event/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/events/${id}$`));

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('nothing at all is called this');
  await expect(palette.getByText(/Nothing has “nothing at all/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('a dead link, a page that is not there and a lost connection each say what they are', async ({ page, noise }) => {
  noise.allow(/status of 404/, /ERR_INTERNET_DISCONNECTED/);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/nothing/here`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page).toHaveURL(`${server.url}/`);

  await page.goto(`${server.url}/events/ffffffffffffffffffffffff`);
  await expect(page.getByRole('main').getByText(/ffffffffffffffffffffffff/)).toBeVisible();

  await page.goto(`${server.url}/events`);
  await page.context().setOffline(true);
  await expect(page.getByText(/You are offline/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(/You are offline/)).toBeHidden();
});

test('a session that ends while somebody works is renewed on the spot, and the page stays as it was', async ({
  page,
  noise,
}) => {
  noise.allow(/status of 401/);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/dispatchers/new`);
  await page.getByLabel('Name', { exact: false }).first().fill('Half a dispatcher');
  await page.context().clearCookies();
  await page.getByLabel('Event type').fill('palette_type');
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('E-mail').fill('admin@example.com');
  await dialog.getByLabel('Password', { exact: true }).fill('correct-horse-battery');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Name', { exact: false }).first()).toHaveValue('Half a dispatcher');
});

test('whoever is not signed in is led to sign in, and back to where they wanted to go', async ({ page, noise }) => {
  noise.allow(/status of 401/);
  await page.goto(`${server.url}/events?type=palette_type`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('E-mail').fill('admin@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong-horse-battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('form', { name: 'Sign in' }).getByRole('alert')).toContainText(/wrong/i);
  await page.getByLabel('Password', { exact: true }).fill('correct-horse-battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/events\?type=palette_type/);
});
