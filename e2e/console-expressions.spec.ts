import type { Page } from '@playwright/test';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate, uniqueName } from './fixtures/factories';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** Events of a type of this test's own: all have an email, every third a nickname. */
async function sendOrders(eventType: string): Promise<void> {
  for (let n = 0; n < 6; n += 1) {
    const content = { email: `person${n}@example.com`, 'first name': 'Ada', order: { id: n }, lines: [{ sku: 'a' }] };
    await sendEvent(server, { type: eventType, content: n % 3 ? content : { ...content, nickname: 'A' } });
  }
}

async function openDispatcher(page: Page, id: string): Promise<void> {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/dispatchers/${id}`);
}

/** Saves, and goes through with it when the console has shown what changes. */
async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a configurator mends a misspelt variable because the editor underlined it, and the mail arrives', async ({
  page,
}) => {
  const eventType = uniqueName('order');
  const templateName = uniqueName('thanks');
  await createTemplate(api, { name: templateName, subject: 'Order {{@inputs.order.id}}', body: '<p>Thank you</p>' });
  await sendOrders(eventType);
  const recipients = { to: ['{{content.emial}}'] };
  await openDispatcher(page, await createDispatcher(api, eventType, [{ type: 'mail', recipients, templateName }]));

  const chip = page.getByRole('button', { name: 'Edit {{content.emial}}' });
  await expect(chip.locator('[data-mark=unknown]')).toHaveText('content.emial');
  await expect(page.getByText('content.emial is in none of the last 6 events')).toBeVisible();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('content.emial is not there')).toBeVisible();

  await page.getByRole('button', { name: 'Use content.email' }).click();
  const mended = page.getByRole('button', { name: 'Edit {{content.email}}' });
  await expect(mended).toBeVisible();
  await expect(page.getByText('Did you mean')).toBeHidden();
  await expect(preview.getByText('person5@example.com').filter({ visible: true })).toBeVisible();
  await mended.hover();
  await expect(page.getByRole('tooltip')).toContainText('"person5@example.com" for the event in the preview');

  await save(page);
  await expect
    .poll(async () => JSON.stringify((await api.call('GET', `/dispatchers/v1/?eq(eventType,${eventType})`)).body))
    .toContain('{{content.email}}');
  await sendEvent(server, { type: eventType, content: { email: 'grace@example.com', order: { id: 42 } } });
  const [mail] = await sink.waitFor((messages) => messages.length === 1);
  expect(mail).toMatchObject({ subject: 'Order 42', envelope: { to: ['grace@example.com'] } });
});

test('a chip keeps the focus while what it gives is asked for, and tells it then', async ({ page }) => {
  const eventType = uniqueName('order');
  await sendOrders(eventType);
  const recipients = { to: ['{{content.email}}'] };
  const id = await createDispatcher(api, eventType, [{ type: 'mail', recipients, templateName: 'any' }]);
  let answer: () => void = () => undefined;
  const isWanted = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/v1/expressions/check', async (route) => {
    await isWanted;
    await route.continue();
  });
  await openDispatcher(page, id);

  const chip = page.getByRole('button', { name: 'Edit {{content.email}}' });
  await chip.focus();
  answer();
  await expect(page.getByRole('tooltip')).toContainText('"person5@example.com" for the event in the preview');
  await expect(chip).toBeFocused();
});

test('variables are completed by keyboard alone, and what is not always there gets a default by one key', async ({
  page,
}) => {
  const eventType = uniqueName('order');
  await sendOrders(eventType);
  const id = await createDispatcher(api, eventType, [
    { type: 'mail', recipients: { to: ['a@example.com'] }, templateName: 'any' },
  ]);
  await openDispatcher(page, id);

  const to = page.getByRole('combobox', { name: 'To', exact: true });
  await to.focus();
  await page.keyboard.type('{{fir');
  await expect(page.getByRole('option', { name: /content\.\[first name\].*text · all events.*"Ada"/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(to).toHaveValue('{{content.[first name]}}');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Edit {{content.[first name]}}' })).toBeVisible();

  const language = page.getByRole('combobox', { name: 'Language' });
  await language.focus();
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option').first()).toBeHidden();
  await page.keyboard.type('{{nick');
  await expect(page.getByRole('option', { name: /content\.nickname.*33 % of events/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(language).toHaveValue('{{content.nickname}}');
  await expect(page.getByText('content.nickname is in 33 % of the last 6 events: give a default')).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(language).toHaveValue('{{default content.nickname ""}}');
  await expect(page.getByText('give a default')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(language).toHaveValue('{{content.nickname}}');

  await language.fill('');
  await language.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search variables and helpers' })).toBeFocused();
  await page.keyboard.type('relative');
  await page.keyboard.press('Enter');
  await expect(language).toBeFocused();
  await expect(language).toHaveValue('{{relativetime }}');
});

test('the JSON editor underlines what no event has at its place, and completes within its texts', async ({ page }) => {
  const eventType = uniqueName('order');
  const functionName = await createFunction(api, 'exports.handler = async () => ({});');
  await sendOrders(eventType);
  const data = {
    id: '{{content.order.idd}}',
    say: 'Dear "{{content.[first name]}}" {{#each content.lines}}{{sku}}{{/each}}',
  };
  await openDispatcher(page, await createDispatcher(api, eventType, [{ type: 'task', functionName, data }]));

  const editor = page.getByRole('textbox', { name: 'Data' });
  await expect(editor.locator('.cm-lintRange-warning')).toHaveText('content.order.idd');
  await page.getByRole('button', { name: 'Use content.order.id' }).click();
  await expect(editor).toContainText('"{{content.order.id}}"');
  await expect(editor.locator('.cm-lintRange-warning')).toHaveCount(0);

  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('{"mail": "{{em');
  await expect(page.getByRole('option', { name: /content\.email/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(editor).toContainText('{"mail": "{{content.email}}"}');
  await expect(
    page
      .getByRole('region', { name: 'Preview' })
      .getByText('"mail": "person5@example.com"')
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
});

test('names of templates and functions that are not there are told, and what a template reads in vain', async ({
  page,
}) => {
  const eventType = uniqueName('order');
  const templateName = uniqueName('thanks');
  await createTemplate(api, { name: templateName, subject: 'Order', body: '<p>\n{{@inputs.order.idd}}</p>' });
  const functionName = await createFunction(api, 'exports.handler = async () => ({});');
  await sendOrders(eventType);
  const id = await createDispatcher(api, eventType, [
    { type: 'mail', recipients: { to: ['a@example.com'] }, templateName },
    { type: 'task', functionName: `${functionName}x` },
  ]);
  await openDispatcher(page, id);
  await expect(
    page.getByText('The template’s body, line 2: @inputs.order.idd is in none of the last 6 events'),
  ).toBeVisible();
  await expect(page.getByText(`There is no function ${functionName}x`)).toBeVisible();
  await page.getByRole('button', { name: `Use ${functionName}` }).click();
  await expect(page.getByRole('combobox', { name: 'Function' })).toHaveValue(functionName);
  await expect(page.getByText('There is no function')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true });

  test('a variable is put in by touch, and the page does not scroll sideways', async ({ page }) => {
    const eventType = uniqueName('order');
    await sendOrders(eventType);
    const id = await createDispatcher(api, eventType, [
      { type: 'mail', recipients: { to: ['{{content.emial}}'] }, templateName: 'any' },
    ]);
    await openDispatcher(page, id);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Use content.email' }).tap();
    await expect(page.getByRole('button', { name: 'Edit {{content.email}}' })).toBeVisible();
    await page.getByRole('button', { name: 'Insert variable' }).nth(1).tap();
    await page.getByRole('option', { name: /content\.nickname/ }).tap();
    await expect(page.getByRole('button', { name: 'Edit {{content.nickname}}' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
});
