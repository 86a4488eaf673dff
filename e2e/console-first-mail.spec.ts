import { expect, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';

let sink: SmtpSink;
let server: DispatchersServer;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  const env = { SMTP_URL: sink.url, MAIL_FROM: 'Example <service@example.com>' };
  server = await startDispatchers({ withoutAdmin: true, env });
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

test('from an empty install to the first mail: set up, write a template, say what must follow, report an event', async ({
  page,
}) => {
  test.slow();
  const link = /http:\/\/\S+\/set-up\?token=\S+/.exec(server.output())?.[0];
  if (!link) throw new Error(`no set-up link in: ${server.output()}`);
  await page.goto(link);
  await page.getByLabel('E-mail').fill('first@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();

  await page.getByRole('navigation').getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('link', { name: 'New template' }).first().click();
  await page.getByRole('button', { name: /^Plain mail/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('first-mail');
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page).toHaveURL(/\/templates\/[0-9a-f]{24}/);

  await page.getByRole('navigation').getByRole('link', { name: 'Dispatchers', exact: true }).click();
  await page.getByRole('link', { name: 'New dispatcher' }).first().click();
  await expect(page.getByRole('heading', { name: 'New dispatcher' })).toBeVisible();
  await page.getByLabel('Event type').fill('user_created');
  await page.getByRole('button', { name: 'Add mail' }).click();
  await page.getByLabel('Template').fill('first-mail');
  await page.getByLabel('To', { exact: true }).fill('{{content.email}}');
  await page.getByLabel('To', { exact: true }).press('Enter');
  await page.getByRole('button', { name: /^Create/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page).toHaveURL(/\/dispatchers\/[0-9a-f]{24}/);

  await page.getByRole('navigation').getByRole('link', { name: 'Events', exact: true }).click();
  await page.getByRole('button', { name: 'Send a test event' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Send a test event' });
  await dialog.getByLabel('Event type').fill('user_created');
  await dialog.getByRole('textbox', { name: 'Content' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('{"email": "ada@example.com", "first_name": "Ada"}');
  await dialog.getByRole('button', { name: 'Send event' }).click();

  await expect(page).toHaveURL(/\/events\/[0-9a-f]{24}/);
  await expect(page.getByText('1 done')).toBeVisible();
  await expect(page.getByText('Welcome, Ada').first()).toBeVisible();
  const [mail] = await sink.waitFor((messages) => messages.length === 1);
  expect(mail).toMatchObject({ subject: 'Welcome, Ada', envelope: { to: ['ada@example.com'] } });
});
