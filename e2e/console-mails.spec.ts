import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { MailDetail } from '@/lib/console/schema';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { waitFor } from './fixtures/wait-for';

const VIEWER = { email: 'viewer@example.com', password: 'only-looks-around-here' };
const MAIL_FROM = 'Service <service@example.com>';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

// They share the one mail server, which refuses what a test tells it to.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  sink = await startSmtpSink();
  const env = { SMTP_URL: sink.url, MAIL_FROM, MAIL_RETRY_BASE_SECONDS: '3600' };
  server = await startDispatchers({ env });
  api = await signIn(server);
});
test.beforeEach(() => sink.script({}));
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** Sends a mail and waits until it is in that status. */
async function mailThatIs(status: string, body: object, by = api): Promise<MailDetail> {
  const sent = await by.call<{ id: string }>('POST', '/mail/v1/', body);
  expect(sent.status).toBe(200);
  return waitFor(`the mail to be ${status}`, async () => {
    const mail = (await by.call<MailDetail>('GET', `/api/v1/mails/${sent.body.id}`)).body;
    return mail.status === status && (status !== 'queued' || mail.attempts > 0) ? mail : undefined;
  });
}

const plain = (over: object = {}) => ({
  recipients: { to: ['ada@example.com'] },
  subject: uniqueName('Subject'),
  body: '<p>Hello</p>',
  ...over,
});
const drawer = (page: Page) => page.getByRole('dialog', { name: 'The mail' });

test('an operator finds a failed mail by an address in the event, sees why, mends the template, retries, and sees it sent', async ({
  page,
}) => {
  const type = uniqueName('account_closed');
  const { name } = await createTemplate(api, { subject: type, body: '<p>Dear {{@inputs.nmae}}</p>' });
  const mail = { type: 'mail', recipients: { to: ['{{content.contact.email}}'] }, templateName: name };
  await createDispatcher(api, type, [mail]);
  for (const email of ['ada@wanted.example', 'bob@other.example']) {
    await sendEvent(server, { type, content: { name: 'Ada', contact: { email } } });
  }

  await signInToConsole(page, server.url);
  await page.getByRole('navigation').getByRole('link', { name: 'Mails', exact: true }).click();
  await page.getByLabel('Search mails').fill('ada@WANTED');
  const unmade = page.getByRole('list', { name: 'Mails that could not be made' }).getByRole('listitem');
  await expect(unmade).toHaveCount(1);
  await expect(unmade).toContainText('nmae');

  const outputs = { subject: type, body: '<p>Dear {{@inputs.name}}</p>' };
  expect((await api.call('PUT', `/templates/v2/${name}`, { name, outputs })).status).toBe(200);
  await unmade.getByRole('button', { name: 'Retry' }).click();

  await page.getByRole('table', { name: 'Mails' }).getByRole('link', { name: type }).click();
  await expect(drawer(page).getByText('SENT', { exact: true })).toBeVisible();
  await expect(drawer(page).frameLocator('iframe').getByText('Dear Ada')).toBeVisible();
  await expect(unmade).toHaveCount(0);
  const [sent] = await sink.waitFor((mails) => mails.some(({ subject }) => subject === type));
  expect(sent?.envelope.to).toEqual(['ada@wanted.example']);
});

test('a refused recipient is told with the answer of the mail server, and gets the mail when it is sent again', async ({
  page,
}) => {
  await sink.script({ refuse: [{ pattern: 'bob@', code: 550, message: '5.1.1 who is that' }] });
  const mail = await mailThatIs('partial', plain({ recipients: { to: ['ada@example.com', 'bob@example.com'] } }));
  await sink.script({});

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails?q=bob@example.com`);
  await page.getByRole('link', { name: mail.subject }).click();
  await expect(drawer(page).getByText('1 of 2 recipients got this mail.')).toBeVisible();
  const bob = drawer(page).getByRole('list', { name: 'To' }).getByRole('listitem').filter({ hasText: 'bob@' });
  await expect(bob).toContainText('Refused');
  await expect(bob).toContainText('There is no such mailbox.');
  await expect(bob).toContainText('550 5.1.1 who is that');
  await expect(drawer(page).getByRole('region', { name: 'Attempts' })).toContainText('who is that');

  await drawer(page).getByRole('button', { name: 'Send again' }).click();
  await expect(drawer(page).getByText('SENT', { exact: true })).toBeVisible();
  await expect(bob).toContainText('Accepted');
  const again = (await sink.messages()).filter(({ subject }) => subject === mail.subject);
  expect(again.map(({ envelope }) => envelope.to)).toEqual([['ada@example.com'], ['bob@example.com']]);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: mail.subject })).toBeFocused();
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { level: 1, name: mail.subject })).toBeVisible();
});

test('nothing in a mail runs or is fetched', async ({ page }) => {
  const elsewhere: string[] = [];
  page.context().on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob|about):/.test(request.url()))
      elsewhere.push(request.url());
  });
  const mail = await mailThatIs(
    'sent',
    plain({
      body: `<style>@import url(https://evil.example/a.css); p { background: url('https://evil.example/b.png') }</style>
        <script>top.document.title = 'taken'</script><img src="https://evil.example/pixel.gif" alt="a picture">
        <img src=x onerror="top.document.title = 'taken'"><iframe src="https://evil.example/frame"></iframe>
        <svg onload="top.document.title = 'taken'"><image href="https://evil.example/c.svg"/></svg>
        <meta http-equiv="refresh" content="0;url=https://evil.example"><link rel="stylesheet" href="https://evil.example/d.css">
        <p style="background-image: url(https://evil.example/e.png)">What it says</p>`,
    }),
  );
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails/${mail.id}`);
  const frame = page.locator('iframe');
  await expect(frame.contentFrame().getByText('What it says')).toBeVisible();
  await expect(page.getByText(/images and files from elsewhere are not loaded/)).toBeVisible();
  await expect(frame).toHaveAttribute('sandbox', '');
  await page.getByRole('radio', { name: /Phone/ }).click();
  await expect.poll(async () => (await frame.boundingBox())?.width).toBe(375);
  await expect(page).not.toHaveTitle('taken');
  expect(elsewhere).toEqual([]);
});

test('a mail is shown as its headers and its source, and its attachments are downloaded', async ({ page }) => {
  const subject = `${uniqueName('Dag')}, Zoë`;
  const attachments = [
    { name: 'note.txt', type: 'text/plain', content: Buffer.from('a note').toString('base64') },
    { name: 'large.bin', content: Buffer.alloc(100_000, 'x').toString('base64') },
  ];
  const mail = await mailThatIs(
    'sent',
    plain({ subject, attachments, recipients: { to: ['ada@example.com'], bcc: ['hidden@example.com'] } }),
  );
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails/${mail.id}`);
  await page.getByRole('tab', { name: 'Headers' }).click();
  const headers = page.getByRole('table', { name: 'Headers' });
  await expect(headers.getByRole('row', { name: /Subject/ })).toContainText(subject);
  await expect(headers.getByRole('row', { name: /Message-ID/ })).toContainText(mail.messageId);
  await expect(headers).not.toContainText('hidden@example.com');
  await page.getByRole('tab', { name: 'Source' }).click();
  await expect(page.getByRole('group', { name: 'Source of the mail' })).toContainText(
    '100000 bytes of base64, left out',
  );

  const attached = page.getByRole('list', { name: 'Attachments' });
  await expect(attached.getByRole('listitem')).toHaveText([/note\.txt.*6 bytes/, /large\.bin.*98 KB/]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    attached.getByRole('button', { name: 'Download note.txt' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('note.txt');
  expect(readFileSync(await file.path(), 'utf8')).toBe('a note');
  const [message] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download .eml' }).click(),
  ]);
  expect(readFileSync(await message.path(), 'utf8')).toContain(Buffer.alloc(57, 'x').toString('base64'));
});

test('a mail that waits says when it is tried next, is tried at once when somebody asks, and can be canceled', async ({
  page,
}) => {
  await sink.script({ refuse: [{ pattern: '.', code: 451, message: 'not now' }] });
  const mail = await mailThatIs('queued', plain());
  const other = await mailThatIs('queued', plain());
  await sink.script({});
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails/${mail.id}`);
  await expect(page.getByText('NOT SENT YET', { exact: true })).toBeVisible();
  await page.getByRole('region', { name: 'Attempts' }).getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('SENT', { exact: true })).toBeVisible();

  await page.goto(`${server.url}/mails/${other.id}`);
  await page.getByRole('button', { name: 'Cancel mail' }).click();
  await page.getByRole('button', { name: 'Cancel the mail' }).click();
  await expect(page.getByText('NOT SENT: CANCELED', { exact: true })).toBeVisible();
});

test('all that match are sent again, and only they', async ({ page }) => {
  const word = uniqueName('bulk');
  await sink.script({ refuse: [{ pattern: '.', code: 550, message: 'no' }] });
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      mailThatIs('failed', plain({ subject: word, recipients: { to: [`user-${n}@example.com`] } })),
    ),
  );
  await sink.script({});
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails?q=${word}&status=failed`);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await bar.getByRole('button', { name: 'Select all 60 that match' }).click();
  await bar.getByRole('button', { name: 'Send again' }).click();
  const dialog = page.getByRole('dialog', { name: /Send again 60 failed mails/ });
  await dialog.getByRole('button', { name: 'Send again 60' }).click();
  await expect(page.getByRole('dialog', { name: 'Done' })).toContainText('60 queued again');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await sink.waitFor((mails) => mails.filter(({ subject }) => subject === word).length === 60);
});

test('a list without a match, and one that cannot be loaded, say so and lead on', async ({ page, noise }) => {
  await mailThatIs('sent', plain());
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/mails?q=nobody-has-this`);
  await page.getByRole('status').getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('table', { name: 'Mails' })).toBeVisible();

  noise.allow(/status of 503/);
  let broken = true;
  await page.route('**/api/v1/mails?*', (route) =>
    broken
      ? route.fulfill({ status: 503, json: { code: 1, name: 'SERVER_EXCEPTION', message: 'The disk is full' } })
      : route.continue(),
  );
  await page.goto(`${server.url}/mails?status=sent`);
  await expect(page.getByRole('alert').filter({ hasText: 'The disk is full' })).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Mails' })).toBeVisible();
});

test('a viewer sees a failed mail and can change nothing', async ({ page }) => {
  await sink.script({ refuse: [{ pattern: '.', code: 550, message: 'no' }] });
  const mail = await mailThatIs('failed', plain());
  expect((await api.call('POST', '/api/v1/users', { ...VIEWER, roles: ['Viewer'] })).status).toBe(200);
  await signInToConsole(page, server.url, VIEWER);
  await page.goto(`${server.url}/mails/${mail.id}`);
  await expect(page.getByText('Nobody got this mail.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send again' })).toBeDisabled();
});

test('a server without a mail server captures its mails, and says so', async ({ page }) => {
  const capturing = await startDispatchers();
  try {
    const mail = await mailThatIs('captured', plain(), await signIn(capturing));
    await signInToConsole(page, capturing.url);
    await page.goto(`${capturing.url}/mails/${mail.id}`);
    await expect(page.getByText('CAPTURED', { exact: true })).toBeVisible();
    await expect(page.getByText(/not sent to anybody/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send again' })).toHaveCount(0);
    // An open page would go on asking a server that is gone.
    await page.goto('about:blank');
  } finally {
    await capturing.stop();
    capturing.cleanUp();
  }
});
