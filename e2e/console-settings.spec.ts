import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';

/** Nobody listens there: a port that the system hands out could be another test's by now. */
const CLOSED_PORT = 2_047;
const PASSWORD = 'canary-of-the-mail-server';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1,localhost' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

function portOf(url: string): string {
  return new URL(url).port;
}

test('the mail transport is set without a restart; the test says at which step and in which words a server refuses', async ({
  page,
}) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/mail`);
  const form = page.getByRole('form', { name: 'Mail transport' });
  await form.getByRole('combobox', { name: 'Mails are handed to' }).click();
  await page.getByRole('option', { name: 'An SMTP server' }).click();
  await form.getByLabel('Host').fill('127.0.0.1');
  await form.getByLabel('Port').fill(String(CLOSED_PORT));
  await form.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: 'STARTTLS when it is offered' }).click();
  await form.getByLabel('From').fill('Team <team@example.com>');
  await form.getByRole('button', { name: 'Save mail transport' }).click();
  await expect(page.getByText('Mails are sent this way from now on')).toBeVisible();

  await page.getByRole('button', { name: 'Send a test mail to me' }).click();
  const steps = page.getByRole('list', { name: 'Steps of the test' });
  await expect(steps.getByText('Connect: Failed')).toBeAttached();
  await expect(steps.getByText(/ECONNREFUSED/)).toBeVisible();
  await expect(page.getByText('Mails cannot be sent this way.')).toBeVisible();

  await form.getByLabel('Port').fill(portOf(sink.url));
  await form.getByRole('button', { name: 'Save mail transport' }).click();
  await expect(page.getByText('Mails are sent this way from now on').first()).toBeVisible();
  await page.getByRole('button', { name: 'Send a test mail to me' }).click();
  await expect(steps.getByText('Send a test mail: Done')).toBeAttached();
  await expect(page.getByText('Look into the mailbox of admin@example.com.')).toBeVisible();
});

test('the password of the mail server is never shown again, and goes to no other server', async ({ page, noise }) => {
  noise.allow(/status of 400/);
  const smtp = { host: 'mail.example.com', port: 587, security: 'starttls', user: 'u', password: PASSWORD };
  const saved = await api.call('PUT', '/api/v1/settings/mail', { smtp, from: 'a@example.com', mode: 'capture' });
  expect(JSON.stringify(saved.body)).not.toContain(PASSWORD);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/mail`);
  const form = page.getByRole('form', { name: 'Mail transport' });
  await expect(form.getByText('One is stored, and never shown. Leave this empty to keep it.')).toBeVisible();
  await expect(form.getByLabel('Password', { exact: true })).toHaveValue('');
  await form.getByLabel('Host').fill('elsewhere.example.com');
  await form.getByRole('button', { name: 'Save mail transport' }).click();
  await expect(form.getByText('enter it again')).toBeVisible();
  for (const file of ['dispatchers.db', 'dispatchers.db-wal']) {
    expect(readFileSync(path.join(server.dataDir, file)).includes(PASSWORD)).toBe(false);
  }
});

test('the settings are no way into the private network, nor to any port', async () => {
  const put = (smtp: object) =>
    api.call('PUT', '/api/v1/settings/mail', {
      smtp: { security: 'automatic', port: 25, password: 'p', ...smtp },
      from: 'a@example.com',
      mode: 'live',
    });
  for (const host of ['10.0.0.1', '169.254.169.254', '192.168.1.1']) {
    expect(await put({ host })).toMatchObject({ status: 400, body: { code: 15, errors: [{ path: 'smtp.host' }] } });
  }
  expect(await put({ host: 'mail.example.com', port: 22 })).toMatchObject({ status: 400, body: { code: 15 } });
});

test('work is kept for as many days as are set, unless the environment says it', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/retention`);
  await page.getByLabel('Days').fill('0');
  await page.getByRole('button', { name: 'Save retention' }).click();
  await expect(page.getByText('must be from 1 to 36,500')).toBeVisible();
  await page.getByLabel('Days').fill('14');
  await page.getByRole('button', { name: 'Save retention' }).click();
  await expect(page.getByText('Kept for 14 days from the next sweep on')).toBeVisible();
  await expect(page.getByText('It will remove nothing')).toBeVisible();
});

test('an import is planned, then applied; a field that nobody knows is refused with its path', async ({
  page,
  noise,
}) => {
  noise.allow(/status of 400/);
  const file = (changes: object) =>
    JSON.stringify({ dispatchers: [{ name: 'Imported', eventType: 'from_file', actions: [], ...changes }] });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/transfer`);
  const choose = (text: string) =>
    page
      .getByLabel('dispatchers.json')
      .and(page.locator('input'))
      .setInputFiles({ name: 'dispatchers.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose(file({ colour: 'red' }));
  await page.getByRole('button', { name: 'Show the plan' }).click();
  const refusal = page.getByRole('alert').filter({ hasText: 'Nothing was imported' });
  await expect(refusal.getByText('dispatchers[0]')).toBeVisible();
  await expect(refusal).toContainText('colour');

  await choose(file({}));
  await page.getByRole('button', { name: 'Show the plan' }).click();
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan.getByText('Create', { exact: true })).toBeVisible();
  await expect(plan.getByText('Imported')).toBeVisible();
  await page.getByRole('button', { name: 'Apply 1 change' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Created')).toBeVisible();

  await choose(file({ description: 'now described' }));
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(plan.getByText('now described')).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export dispatchers' }).click();
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { dispatchers: { name: string }[] };
  expect(saved.dispatchers.map(({ name }) => name)).toContain('Imported');
});

test('the audit log shows who changed what, before and after, with the secret masked', async ({ page }) => {
  const smtp = { host: 'mail.example.com', port: 465, security: 'tls', user: 'u', password: `${PASSWORD}-2` };
  await api.call('PUT', '/api/v1/settings/mail', {
    smtp: { ...smtp, password: 'p' },
    from: 'b@x.com',
    mode: 'capture',
  });
  await api.call('PUT', '/api/v1/settings/mail', { smtp, from: 'b@example.com', mode: 'capture' });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/audit?object=setting&text=smtp`);
  await expect(page.getByText(/Chain verified: all \d+ entries/)).toBeVisible();
  const table = page.getByRole('table', { name: 'Audit log' });
  await table
    .getByRole('button', { name: /changed setting mail/ })
    .first()
    .click();
  const entry = page.getByRole('dialog', { name: 'The entry' });
  await expect(entry.getByRole('heading', { name: /admin@example.com changed setting mail/ })).toBeVisible();
  const changes = entry.getByRole('list', { name: 'What changed', exact: true });
  await expect(changes.getByText('smtp.passwordCiphertext')).toBeVisible();
  await expect(changes.getByText('•••').first()).toBeVisible();
  await expect(page).toHaveURL(/open=[0-9a-f]{24}/);
  expect(await entry.textContent()).not.toContain(PASSWORD);
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();

  await page.goto(`${server.url}/settings/audit?text=nothing-has-this-name`);
  await expect(page.getByText('No entries match what you asked for.')).toBeVisible();
});

test('a Viewer changes nothing here, and sees neither the audit log nor the backups', async ({ page, noise }) => {
  noise.allow(/status of 40[13]/);
  const viewer = { email: 'viewer@example.com', password: 'a quiet long password' };
  const made = await api.call('POST', '/api/v1/users', { ...viewer, roles: ['Viewer'] });
  expect(made.status).toBe(200);
  await signInToConsole(page, server.url, viewer);
  await page.goto(`${server.url}/settings/mail`);
  const menu = page.getByRole('navigation', { name: 'Settings' });
  await expect(menu.getByRole('link', { name: 'Mail transport' })).toBeVisible();
  await expect(menu.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  await expect(menu.getByRole('link', { name: 'Backups' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Save mail transport' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Send a test mail to me' })).toBeDisabled();
  await page.goto(`${server.url}/settings/audit`);
  await expect(page.getByText('The permission VIEW_AUDIT is required').first()).toBeVisible();
});

test('a backup is made by a button, downloaded, and restores to a server with all that was there', async ({ page }) => {
  const before = await sendEvent(server, { type: 'before_the_backup', content: { a: 1 } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/settings/backups`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  const table = page.getByRole('table', { name: 'Backups' });
  await expect(table.getByRole('link', { name: 'Download' })).toBeVisible({ timeout: 30_000 });
  const download = page.waitForEvent('download');
  await table.getByRole('link', { name: 'Download' }).click();
  const file = await (await download).path();
  expect(statSync(file).size).toBeGreaterThan(10_000);

  const dataDir = mkdtempSync(path.join(tmpdir(), 'restored-'));
  const restore = (into: string, ...options: string[]) =>
    spawnSync(process.execPath, ['db/restore.mjs', file, ...options], {
      env: { ...process.env, DATA_DIR: into, SECRET_KEY: '' },
      encoding: 'utf8',
    });
  const overRunning = restore(server.dataDir, '--replace');
  expect(overRunning.status).toBe(1);
  expect(overRunning.stderr).toContain('stop it first');
  expect(restore(dataDir)).toMatchObject({ status: 0 });
  expect(restore(dataDir).stderr).toContain('--replace');
  const key = readFileSync(path.join(server.dataDir, 'secret.key'), 'utf8').trim();
  const restored = await startDispatchers({ dataDir, env: { SECRET_KEY: key } });
  try {
    const other = await signIn(restored);
    const { body } = await other.call('GET', `/api/v1/events/${before.body.id}`);
    expect(body).toMatchObject({ event: { type: 'before_the_backup' } });
  } finally {
    await restored.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('a backup under load is sound and has everything that was acknowledged before it began', async () => {
  let running = true;
  const sent: string[] = [];
  const sender = async () => {
    while (running)
      sent.push((await sendEvent(server, { type: 'under_load', content: { x: 'y'.repeat(500) } })).body.id);
  };
  const senders = [sender(), sender(), sender(), sender()];
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'backup-')), 'copy.db');
  try {
    await expect.poll(() => sent.length).toBeGreaterThan(50);
    const acknowledged = [...sent];
    const made = spawnSync(process.execPath, ['db/backup.mjs', file], {
      env: { ...process.env, DATA_DIR: server.dataDir },
      encoding: 'utf8',
    });
    expect(made).toMatchObject({ status: 0 });
    const { default: SqliteDatabase } = await import('better-sqlite3');
    const copy = new SqliteDatabase(file, { readonly: true });
    const has = copy.prepare('SELECT count(*) FROM events WHERE id = ?').pluck();
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.pragma('foreign_key_check')).toEqual([]);
    expect(acknowledged.filter((id) => has.get(id) !== 1)).toEqual([]);
    copy.close();
  } finally {
    running = false;
    await Promise.all(senders);
    rmSync(path.dirname(file), { recursive: true, force: true });
  }
});
