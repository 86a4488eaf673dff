import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createFunction, createTemplate } from './fixtures/factories';
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

test('a configurator makes a dispatcher, sees what it would send, and sees the event, its runs and the mail appear', async ({
  page,
}) => {
  const functionName = await createFunction(api, 'exports.handler = async (task) => ({ got: task.data.customer });');
  await createTemplate(api, {
    name: 'order-confirmation',
    subject: 'Order {{@inputs.order.id}} for {{@inputs.customer}}',
    body: '<h1>Thank you, {{@inputs.customer}}</h1>',
  });
  await sendEvent(server, {
    type: 'order_placed',
    content: { customer: 'Ada', email: 'ada@example.com', order: { id: 7 } },
  });

  await signInToConsole(page, server.url);
  await page.getByRole('navigation').getByRole('link', { name: 'Dispatchers', exact: true }).click();
  await page.getByRole('link', { name: 'New dispatcher' }).first().click();
  await expect(page.getByRole('heading', { name: 'New dispatcher' })).toBeVisible();
  // The list that is left has a filter of the same name as the form's first field.
  await expect(page.getByRole('heading', { name: 'New dispatcher', level: 1 })).toBeVisible();
  await page.getByLabel('Event type').fill('order_placed');
  await page.getByLabel('Name', { exact: false }).first().fill('Confirm orders');

  await page.getByRole('button', { name: 'Add mail' }).click();
  await page.getByLabel('Template').fill('order-confirmation');
  await page.getByLabel('To', { exact: true }).fill('{{content.emial}}');
  await page.getByLabel('To', { exact: true }).press('Enter');

  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('content.emial').first()).toBeVisible();

  await page.getByRole('button', { name: /Remove .*emial/ }).click();
  await page.getByLabel('To', { exact: true }).fill('{{content.email}}');
  await page.getByLabel('To', { exact: true }).press('Enter');
  await expect(preview.getByText('Order 7 for Ada')).toBeVisible();
  await expect(preview.getByText('ada@example.com').filter({ visible: true })).toBeVisible();
  await expect(preview.frameLocator('iframe').getByRole('heading', { name: 'Thank you, Ada' })).toBeVisible();

  await page.getByRole('button', { name: 'Add task' }).click();
  await page.getByLabel('Function', { exact: true }).fill(functionName);
  const editor = page.getByRole('textbox', { name: 'Data' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('{"customer": "{{content.customer}}"}');
  await expect(preview.getByText('"customer": "Ada"').filter({ visible: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Create dispatcher' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create this dispatcher?' });
  await expect(dialog.getByText('For the last event it would have brought about 1 mail and 1 task.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveURL(/\/dispatchers\/[0-9a-f]{24}/);

  await page.getByRole('navigation').getByRole('link', { name: 'Events', exact: true }).click();
  const content = { customer: 'Grace', email: 'grace@example.com', order: { id: 8 } };
  const sent = await sendEvent(server, { type: 'order_placed', content });
  expect(sent.body.runs).toBe(2);
  const [mail] = await sink.waitFor((messages) => messages.length === 1);
  expect(mail).toMatchObject({ subject: 'Order 8 for Grace', envelope: { to: ['grace@example.com'] } });

  await page.goto(`${server.url}/events/${sent.body.id}`);
  await expect(page.getByText('2 done')).toBeVisible();
  await expect(page.getByText('Order 8 for Grace')).toBeVisible();
  await expect(page.getByText('grace@example.com').first()).toBeVisible();
  await expect(
    page.locator('iframe').first().contentFrame().getByRole('heading', { name: 'Thank you, Grace' }),
  ).toBeVisible();
  await expect(page.getByText('"got": "Grace"')).toBeVisible();
});

test('an event that comes in while the list is open is announced, and its fate is told in words', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events`);
  await expect(page.getByRole('row').filter({ hasText: 'order_placed' }).first()).toBeVisible();
  await sendEvent(server, { type: 'nobody_listens', content: {} });
  await page.getByRole('button', { name: /1 new/ }).click();
  const row = page.getByRole('row').filter({ hasText: 'nobody_listens' });
  await expect(row.getByText(/nothing listens/i)).toBeVisible();
});

test('a mistake is told at its field, and nothing is saved', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/dispatchers/new?eventType=broken`);
  await page.getByRole('button', { name: 'Add mail' }).click();
  await page.getByRole('button', { name: /^(Create|Save)/ }).click();
  await expect(page.getByText('Choose a template')).toBeVisible();
  await expect(page.getByText(/needs at least one recipient/i)).toBeVisible();
  const stored = await api.call<{ page: { total: number } }>('GET', '/dispatchers/v1/?eq(eventType,broken)');
  expect(stored.body.page.total).toBe(0);
});
