import type { Page } from '@playwright/test';
import type { Template } from '@/lib/templates/schema';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>' } });
  api = await signIn(server);
  const localizations = [{ key: 'greeting', text: { EN: 'Dear {{name}}', NL: 'Beste {{name}}' } }];
  await api.call('POST', '/localizations/v1/', { localizations });
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });
const mailFrame = (page: Page) => preview(page).frameLocator('iframe');

/** Replaces what an editor of code says. */
async function write(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name, exact: true }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

async function stored(name: string): Promise<Template | undefined> {
  const { body } = await api.call<{ data: Template[] }>('GET', `/templates/v2/?eq(name,${name})`);
  return body.data[0];
}

test('a configurator makes a template from a starter, sees it with sample inputs, and finds it in the list', async ({
  page,
}) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates`);
  await page.getByRole('link', { name: 'New template' }).first().click();
  await page.getByRole('button', { name: /^Mail with a button/ }).click();
  await expect(mailFrame(page).getByRole('link', { name: 'Confirm', exact: true })).toBeVisible();

  const name = uniqueName('confirm');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add input' }).click();
  await page.keyboard.insertText('order');
  await page.getByRole('combobox', { name: 'Type of input 3', exact: true }).click();
  await page.getByRole('option', { name: 'object' }).click();
  await page.getByRole('button', { name: 'Add field to order' }).click();
  await page.keyboard.insertText('total');
  await page.getByRole('textbox', { name: 'Name of input 3.1' }).press('Enter');
  await page.keyboard.insertText('gone');
  await page.getByRole('textbox', { name: 'Name of input 3.2' }).press('ControlOrMeta+a');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('textbox', { name: 'Name of input 3.1' })).toBeFocused();
  await page.getByRole('combobox', { name: 'Type of input 3.1' }).click();
  await page.getByRole('option', { name: 'number' }).click();
  await write(page, 'Subject', 'Total {{@inputs.order.total}}');
  await expect(preview(page).getByText('Total 42')).toBeVisible();

  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page).toHaveURL(/\/templates\/[0-9a-f]{24}/);
  expect(await stored(name)).toMatchObject({
    inputs: { order: { type: 'object', properties: { total: { type: 'number' } } } },
    outputs: { subject: 'Total {{@inputs.order.total}}' },
  });
  await page.getByRole('link', { name: 'Templates', exact: true }).first().click();
  await page.getByLabel('Search templates').fill(name.toUpperCase());
  await expect(page).toHaveURL(/q=/);
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  await page.getByRole('button', { name: 'Template', exact: true }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('columnheader', { name: 'Template', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});

test('the newest events of its dispatchers fill the preview, in the language and time zone that are chosen', async ({
  page,
}) => {
  const type = uniqueName('ordered');
  const template = await createTemplate(api, {
    name: uniqueName('ordered'),
    subject: "{{t 'greeting' name=@inputs.name}}",
    body: "<p>{{datetime @inputs.at timeStyle='short'}}</p>",
  });
  await createDispatcher(api, type, [
    { type: 'mail', recipients: { to: ['a@example.com'] }, templateName: template.name },
  ]);
  const at = '2026-01-01T12:00:00Z';
  await sendEvent(server, { type, content: { name: 'Ada', at } });
  await sendEvent(server, { type, content: { name: 'Grace', at } });
  const one = await stored(template.name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}`);
  // Uses, then events, then the preview: three answers one after another, on a machine that tests share.
  await expect(preview(page).getByText('Dear Grace')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Older event' }).click();
  await expect(preview(page).getByText('Dear Ada')).toBeVisible();

  await page.getByLabel('Language').fill('NL');
  await page.getByLabel('Language').press('Escape');
  await expect(preview(page).getByText('Beste Ada')).toBeVisible();
  await page.getByLabel('Time zone').fill('Asia/Tokyo');
  await page.getByLabel('Time zone').press('Escape');
  await expect(mailFrame(page).getByText('21:00')).toBeVisible();
  await expect(page).toHaveURL(/lang=NL.*zone=Asia/);
  await page.reload();
  await expect(preview(page).getByText('Beste Ada')).toBeVisible();

  await page.getByLabel('Language').fill('FR');
  await page.getByLabel('Language').press('Escape');
  const keys = page.getByRole('region', { name: 'Localizations' });
  await expect(keys.getByText('greeting has no FR text: the EN one is shown')).toBeVisible();
});

test('a mistake is told at its line while it is typed, leads to its editor, and stops the save', async ({
  page,
  noise,
}) => {
  noise.allow(/status of 400/);
  const { name } = await createTemplate(api);
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}`);
  await write(page, 'Body', '<p>fine</p>\n<p>{{nothelper 1}}</p>');
  const problem = preview(page).getByRole('listitem').filter({ hasText: "There is no helper 'nothelper'" });
  await expect(problem).toContainText('line 2');
  const body = page.getByRole('article', { name: 'Body' });
  await expect(body.locator('.cm-lintRange-error')).toHaveText('nothelper');
  await problem.getByRole('button', { name: /Go to/ }).click();
  await expect(page.getByRole('textbox', { name: 'Body' })).toBeFocused();

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(body.getByText(/line 2: There is no helper 'nothelper'/i)).toBeVisible();
  expect((await stored(name))?.outputs.body).toBe('<p>Hello {{@inputs.name}}</p>');
});

test('a missing value is underlined at its place, and what it needs can be offered by the editor', async ({ page }) => {
  const { name } = await createTemplate(api, { subject: 'x', body: '<p>{{@inputs.nobody}}</p>' });
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  await expect(page.locator('.cm-lintRange-warning')).toHaveText('@inputs.nobody');
  await page.getByRole('button', { name: 'Add input' }).click();
  await page.keyboard.insertText('customer');
  await page.getByRole('textbox', { name: 'Body' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('{{@inputs.cu');
  await page.getByRole('option', { name: /@inputs\.customer/ }).click();
  await expect(mailFrame(page).getByText('customer')).toBeVisible();
});

test('a template that would work for hours is refused with a clear problem, and the page stays alive', async ({
  page,
}) => {
  const { name } = await createTemplate(api);
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  await write(page, 'Sample inputs', JSON.stringify({ name: 'x', list: Array.from({ length: 1_000 }, () => 1) }));
  const loop = '{{#each @inputs.list}}';
  await write(page, 'Body', `${loop.repeat(3)}x${'{{/each}}'.repeat(3)}`);
  await expect(preview(page).getByRole('listitem').filter({ hasText: 'template.body' })).toBeVisible();
  await write(page, 'Body', `<p>${'long '.repeat(40_000)}{{@inputs.name}} end</p>`);
  await expect(mailFrame(page).getByText(/x end$/)).toBeVisible();
});

test('a script in a template never runs in the preview', async ({ page, noise }) => {
  // The browser says that it refused the script of the frame: that is what is wanted.
  noise.allow(/Blocked script execution|Refused to execute|Content Security Policy|^policy:/);
  const { name } = await createTemplate(api, {
    subject: 'x',
    body: '<script>top.document.title = "owned"; document.write("<p>owned</p>")</script><img src="x" onerror="top.document.title = \'owned\'"><p>harmless</p>',
  });
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  await expect(mailFrame(page).getByText('harmless')).toBeVisible();
  await expect(mailFrame(page).getByText('owned')).toHaveCount(0);
  expect(await page.title()).not.toContain('owned');
  expect(await page.locator('iframe').first().getAttribute('sandbox')).toBe('');
});

test('a test mail goes to the one who is signed in', async ({ page }) => {
  const { name } = await createTemplate(api, { subject: 'Try {{@inputs.name}}', body: '<p>It works</p>' });
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  await write(page, 'Sample inputs', '{"name": "Ada"}');
  await expect(preview(page).getByText('Try Ada')).toBeVisible();
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await expect(page.getByText(`Test mail on its way to ${ADMIN.email}`)).toBeVisible();
  const mails = await sink.waitFor((messages) => messages.some(({ subject }) => subject === 'Try Ada'));
  expect(mails.find(({ subject }) => subject === 'Try Ada')).toMatchObject({ envelope: { to: [ADMIN.email] } });
});

test('what uses a template is told before it is saved or deleted; without a use nothing is asked', async ({ page }) => {
  const { name } = await createTemplate(api);
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}`);
  await page.getByLabel('Description').fill('nobody uses it');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Template saved')).toBeVisible();

  const dispatcher = uniqueName('uses it');
  const action = { type: 'mail', name: 'Say hello', recipients: { to: ['a@example.com'] }, templateName: name };
  await createDispatcher(api, uniqueName('type'), [action], { name: dispatcher });
  await page.getByLabel('Description').fill('somebody uses it');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^1 dispatcher uses it/)).toBeVisible();
  await expect(dialog.getByRole('link', { name: dispatcher })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await stored(name))?.description).toBe('nobody uses it');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByText('Not saved')).toBeHidden();
  expect((await stored(name))?.description).toBe('somebody uses it');

  await page.getByRole('button', { name: 'Delete template' }).click();
  await expect(dialog.getByText(/It is in use: without it this dispatcher can make no mail/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete it although it is used' }).click();
  await expect(page).toHaveURL(/\/templates$/);
  expect(await stored(name)).toBeUndefined();
});

test('two people who edit the same template: nobody’s work is lost without a word', async ({ page, noise }) => {
  noise.allow(/status of 409/);
  const { name } = await createTemplate(api);
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}`);
  await page.getByLabel('Description').fill('mine');
  await api.call('PUT', `/templates/v2/${name}`, { outputs: { subject: 'theirs', body: 'theirs' } });
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody else changed this template' });
  await expect(dialog.getByText('output subject, output body')).toBeVisible();
  await expect(dialog.getByText('description', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Go on writing' }).click();
  await expect(page.getByLabel('Description')).toHaveValue('mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Drop mine, show theirs' }).click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveText('theirs');
  await page.getByLabel('Description').fill('both');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Template saved')).toBeVisible();
  expect(await stored(name)).toMatchObject({ description: 'both', outputs: { subject: 'theirs' } });
});

test('a localization that a template lacks is named, and can be added on the spot', async ({ page }) => {
  const key = uniqueName('key');
  const { name } = await createTemplate(api, { subject: `{{t '${key}'}}`, body: '<p>x</p>' });
  const one = await stored(name);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  const keys = page.getByRole('region', { name: 'Localizations' });
  await expect(keys.getByText(`${key} has no text`)).toBeVisible();
  await keys.getByRole('button', { name: 'Add its text' }).click();
  await page.getByLabel('EN text').fill('There it is');
  await page.getByRole('button', { name: 'Add text' }).click();
  await expect(preview(page).getByText('There it is')).toBeVisible();
});

test('a Viewer sees a template and its preview, and can change nothing', async ({ page }) => {
  const { name } = await createTemplate(api, { subject: 'Only looking', body: '<p>x</p>' });
  const one = await stored(name);
  await signInAs(page, server.url, await createUser(api, 'Viewer'));
  await page.goto(`${server.url}/templates`);
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  await expect(page.getByRole('link', { name: 'New template' })).toHaveCount(0);
  await page.goto(`${server.url}/templates/${one?.id}?with=sample`);
  await expect(preview(page).getByText('Only looking')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveAttribute('aria-readonly', 'true');
  await expect(page.getByRole('button', { name: /^(Save|Delete template|Add input|Add output)$/ })).toHaveCount(0);
  const send = page.getByRole('button', { name: 'Send me a test' });
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await send.hover();
  await expect(page.getByText('The permission SEND_MAILS is required').first()).toBeVisible();
});

test('what cannot be loaded says so, and nothing found is no dead end', async ({ page, noise }) => {
  noise.allow(/status of (404|500)/);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/templates/ffffffffffffffffffffffff`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('There is no template');
  await page.goto(`${server.url}/templates?q=no-such-thing`);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('table', { name: 'Templates' })).toBeVisible();
  const answer = { code: 1, name: 'SERVER_EXCEPTION', message: 'Out of order' };
  await page.route('**/api/v1/templates?*', (route) => route.fulfill({ status: 500, json: answer }));
  await page.goto(`${server.url}/templates`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Out of order');
  await page.unroute('**/api/v1/templates?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Templates' })).toBeVisible();
});
