import type { Page } from '@playwright/test';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import { type Api, request, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';

let server: DispatchersServer;
let api: Api;
let template: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  ({ name: template } = await createTemplate(api, { subject: 'Hello {{@inputs.name}}' }));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});
test.beforeEach(({ page }) => signInToConsole(page, server.url));

const mail = (name: string, to = '{{content.email}}') => ({
  type: 'mail',
  name,
  recipients: { to: [to] },
  templateName: template,
});
const send = (type: string, content: object) => sendEvent(server, { type, content });
const ada = { name: 'Ada', email: 'ada@example.com', other: 'other@example.com' };

async function read(id: string): Promise<Dispatcher | undefined> {
  const { body } = await api.call<{ data: Dispatcher[] }>('GET', `/dispatchers/v1/?eq(id,${id})`);
  return body.data[0];
}

async function openEditor(page: Page, id: string): Promise<void> {
  await page.goto(`${server.url}/dispatchers/${id}`);
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
}

const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true });
const saveDialog = (page: Page) => page.getByRole('dialog', { name: 'Save these changes?' });

test('the list says what each did lately, and what its type was probably meant to be', async ({ page }) => {
  const type = uniqueName('parcel_delivered').replaceAll('-', '_');
  const name = uniqueName('Tell of parcels');
  await createDispatcher(api, type, [mail('a'), { ...mail('b'), enabled: false }], { name });
  const misspelt = uniqueName('Misspelt');
  await createDispatcher(api, type.replace('parcel', 'parcle'), [mail('a')], { name: misspelt });
  for (let n = 0; n < 3; n++) await send(type, ada);

  await page.goto(`${server.url}/dispatchers`);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row.getByRole('button', { name: /^2 mails, 1 disabled: a, b \(disabled\)/ })).toBeVisible();
  const sparkline = row.getByRole('button', { name: /^3 runs in the last 24 hours\. \d\d:\d\d to \d\d:\d\d: 3$/ });
  await sparkline.focus();
  await expect(page.getByRole('tooltip')).toContainText('3 runs in the last 24 hours');
  const other = page.getByRole('row').filter({ hasText: misspelt });
  await expect(other.getByText('Never', { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(other).toContainText(`Did you mean ${type}?`);
});

test('filters and order stand in the address, and none that fits is said', async ({ page }) => {
  const tag = uniqueName('tag');
  await createDispatcher(api, uniqueName('x'), [], { name: `b ${tag}`, tags: [tag] });
  await createDispatcher(api, uniqueName('x'), [], { name: `a ${tag}`, tags: [tag], enabled: false });
  await page.goto(`${server.url}/dispatchers?tag=${tag}&sort=name`);
  const names = page.getByRole('row').getByRole('link');
  await expect(names).toHaveText([`a ${tag}`, `b ${tag}`]);
  await page.getByRole('columnheader', { name: 'Dispatcher' }).getByRole('button').click();
  await expect(names).toHaveText([`b ${tag}`, `a ${tag}`]);
  await expect(page).toHaveURL(/dir=desc/);
  await page.getByRole('combobox', { name: 'Enabled' }).click();
  await page.getByRole('option', { name: 'Disabled' }).click();
  await expect(names).toHaveText([`a ${tag}`]);
  await expect(page).toHaveURL(/enabled=false/);
  await page.reload();
  await expect(names).toHaveText([`a ${tag}`]);
  await page.getByRole('textbox', { name: 'Search dispatchers' }).fill('nothing has this name');
  await expect(page.getByText('No dispatchers match')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('table', { name: 'Dispatchers' })).toBeVisible();
});

test('the grid shows the draft against the last events, and a cell whole', async ({ page }) => {
  const type = uniqueName('grid');
  await send(type, { name: 'Nobody' });
  await send(type, ada);
  const id = await createDispatcher(api, type, [mail('tell')]);
  await openEditor(page, id);
  await page.getByRole('button', { name: 'Last 20 events' }).click();
  await expect(page).toHaveURL(/preview=grid/);
  const grid = page.getByRole('table', { name: 'The draft against the last events' });
  await expect(grid.getByRole('row')).toHaveCount(3);
  await expect(grid.getByRole('button', { name: /problem, content\.email is not there/ })).toBeVisible();
  await grid.getByRole('button', { name: 'Action 1: Hello Ada, ada@example.com' }).click();
  const cell = page.getByRole('dialog', { name: 'Action 1: tell' });
  await expect(cell.getByText('Hello Ada').first()).toBeVisible();
  await expect(cell.getByText('ada@example.com')).toBeVisible();
});

test('saving says what changes and what that does to past events, and can be undone', async ({ page }) => {
  const type = uniqueName('saved');
  for (let n = 0; n < 4; n++) await send(type, ada);
  await send(type, { name: 'Bob', email: 'bob@example.com' });
  const name = uniqueName('Saved');
  const id = await createDispatcher(api, type, [mail('tell')], { name });
  await openEditor(page, id);
  await page.getByRole('button', { name: 'Remove {{content.email}}' }).click();
  await page.getByLabel('To', { exact: true }).fill('{{content.other}}');
  await page.getByLabel('To', { exact: true }).press('Enter');
  await nameField(page).fill(`${name} anew`);
  await page.keyboard.press('ControlOrMeta+s');

  const dialog = saveDialog(page);
  const effect = dialog.getByRole('list', { name: 'Effect' });
  await expect(effect).toContainText('1 would now fail: content.other is not there');
  await expect(effect).toContainText('4 would be different: another mail (recipients)');
  await effect.getByText('1 would now fail').click();
  await expect(effect.getByRole('link', { name: /^Event of/ }).first()).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText(`${name} anew`);
  await dialog.getByRole('heading', { name: 'Save these changes?' }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Dispatcher saved')).toBeVisible();
  await expect.poll(async () => (await read(id))?.name).toBe(`${name} anew`);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('What was there before is back')).toBeVisible();
  expect(await read(id)).toMatchObject({ name, actions: [{ recipients: { to: ['{{content.email}}'] } }] });
  await expect(nameField(page)).toHaveValue(name);

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Nothing has changed, so there is nothing to save')).toBeVisible();
});

test('an earlier state can be looked at and restored', async ({ page }) => {
  const name = uniqueName('Restored');
  const id = await createDispatcher(api, uniqueName('history'), [mail('tell')], { name });
  await api.call('PUT', `/dispatchers/v1/${id}`, { name: `${name} later` });
  await page.goto(`${server.url}/dispatchers/${id}?tab=history`);
  await expect(page.getByRole('article', { name: 'As it is now' })).toContainText(`${name} later`);
  await page.getByRole('button', { name: 'Restore this one' }).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await read(id))?.name).toBe(name);
});

test('a deleted dispatcher comes back as it was', async ({ page }) => {
  const name = uniqueName('Deleted');
  const id = await createDispatcher(api, uniqueName('gone'), [mail('a'), mail('b')], { name, tags: ['x'] });
  const before = await read(id);
  await page.goto(`${server.url}/dispatchers?q=${encodeURIComponent(name)}`);
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete “${name}”?` });
  await expect(dialog).toContainText('its 2 actions are lost');
  await dialog.getByRole('button', { name: 'Delete dispatcher' }).click();
  await expect(page.getByText('No dispatchers match')).toBeVisible();
  expect(await read(id)).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  expect(await read(id)).toEqual({ ...before, updateTimestamp: expect.any(Number) });
});

test('two configurators edit the same dispatcher, and neither loses work', async ({ page, openOtherPage, noise }) => {
  noise.allow(/status of 409/);
  const name = uniqueName('Shared');
  const id = await createDispatcher(api, uniqueName('shared'), [mail('tell')], { name });
  const other = await openOtherPage();
  await signInToConsole(other, server.url);
  await openEditor(page, id);
  await openEditor(other, id);

  await nameField(other).fill(`${name} of theirs`);
  await other.getByRole('textbox', { name: 'Description' }).fill('why it is there');
  await other.keyboard.press('ControlOrMeta+s');
  await saveDialog(other).getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Dispatcher saved')).toBeVisible();

  await nameField(page).fill(`${name} of mine`);
  await page.getByRole('textbox', { name: 'Action name' }).fill('mine');
  await page.keyboard.press('ControlOrMeta+s');
  const conflict = page.getByRole('dialog', { name: 'Somebody else saved this dispatcher meanwhile' });
  await expect(conflict.getByRole('region', { name: 'What they changed' })).toContainText('why it is there');
  await expect(conflict.getByRole('button', { name: 'Choose 1 more' })).toBeDisabled();
  await conflict.getByRole('radio', { name: /^Theirs/ }).check();
  await conflict.getByRole('button', { name: 'Keep both' }).click();
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Dispatcher saved')).toBeVisible();
  expect(await read(id)).toMatchObject({
    name: `${name} of theirs`,
    description: 'why it is there',
    actions: [{ name: 'mine' }],
  });
});

test('actions are put in another order by the keyboard alone', async ({ page }) => {
  const id = await createDispatcher(api, uniqueName('order'), [mail('one'), mail('two'), mail('three')]);
  await openEditor(page, id);
  await page.getByRole('button', { name: 'Move action 1: mail' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('Action 1 now stands at place 2 of 3')).toBeAttached();
  await expect(page.getByRole('button', { name: 'Move action 2: mail' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Move action 3: mail' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(saveDialog(page).getByText('from place 1 to 3')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await read(id))?.actions.map((action) => action.name))
    .toEqual(['two', 'three', 'one']);
});

test('fifty actions and very long names stay usable', async ({ page }) => {
  const name = `${uniqueName('Long')} ${'very long '.repeat(11)}`.slice(0, 128).trim();
  const actions = Array.from({ length: 50 }, (_, index) => mail(`${index} ${'long '.repeat(20)}`.trim()));
  const id = await createDispatcher(api, uniqueName('many'), actions, { name, tags: ['tag '.repeat(30).trim()] });
  await page.goto(`${server.url}/dispatchers`);
  await expect(page.getByRole('link', { name })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await openEditor(page, id);
  await expect(page.getByRole('button', { name: 'Add mail' })).toBeDisabled();
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: /^Action 50 Mail/ }).click();
  await page.getByRole('textbox', { name: 'Action name' }).fill('the last');
  await page.keyboard.press('ControlOrMeta+s');
  await saveDialog(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await read(id))?.actions[49]?.name).toBe('the last');
});

test('a Viewer sees all and can change nothing', async ({ openOtherPage }) => {
  const name = uniqueName('Seen');
  const id = await createDispatcher(api, uniqueName('seen'), [mail('tell'), mail('again')], { name });
  const person = { email: `${uniqueName('viewer')}@example.com`, password: 'a door that opens softly' };
  const made = await api.call<{ passwordLink?: { url: string } }>('POST', '/api/v1/users', {
    email: person.email,
    roles: ['Viewer'],
  });
  const token = made.body.passwordLink?.url.split('#')[1];
  const body = { token, password: person.password };
  await request(server.url, 'POST', '/api/v1/password', body, { origin: server.url });
  const page = await openOtherPage();
  await signInToConsole(page, server.url, person);
  await page.goto(`${server.url}/dispatchers?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('switch', { name: `${name} enabled` })).toBeDisabled();
  await expect(page.getByRole('link', { name: 'New dispatcher' })).toHaveCount(0);
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeDisabled();
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeDisabled();
  await page.goto(`${server.url}/dispatchers/${id}`);
  await expect(nameField(page)).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Move action/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await expect(page.getByRole('article', { name: 'As it is now' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Restore this one' })).toHaveCount(0);
});

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}
