import type { MatchCount, RunList } from '@/lib/runs/schema';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled, waitFor } from './fixtures/wait-for';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({
    env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>', MAIL_RETRY_BASE_SECONDS: '600' },
  });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

const send = async (type: string, content: object = {}) => String((await sendEvent(server, { type, content })).body.id);
const countRuns = async (query: string) =>
  (await api.call<MatchCount>('GET', `/api/v1/runs/count?${query}`)).body.count;

/** A dispatcher whose template misspells a variable: every run of it fails until it is mended. */
async function misspelt(prefix: string): Promise<{ type: string; mend: () => Promise<void> }> {
  const type = uniqueName(prefix);
  const { name } = await createTemplate(api, { subject: type, body: '<p>Dear {{@inputs.nmae}}</p>' });
  await createDispatcher(
    api,
    type,
    [{ type: 'mail', name: 'Goodbye', recipients: { to: ['{{content.contact.email}}'] }, templateName: name }],
    { name: uniqueName('dispatcher') },
  );
  const mend = async () => {
    const outputs = { subject: type, body: '<p>Dear {{@inputs.name}}</p>' };
    expect((await api.call('PUT', `/templates/v2/${name}`, { name, outputs })).status).toBe(200);
  };
  return { type, mend };
}
const person = (email: string) => ({ name: 'Ada', contact: { email } });

test('an operator finds a failed mail by an address inside the payload, sees why, and retries it once it is mended', async ({
  page,
}) => {
  const { type, mend } = await misspelt('account_closed');
  await send(type, person('ada@wanted.example'));
  await send(type, person('bob@other.example'));
  await waitFor('both to fail', async () =>
    (await countRuns(`status=failed&eventType=${type}`)) === 2 ? true : undefined,
  );

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs?status=failed`);
  await page.getByRole('textbox', { name: 'Text in the event' }).fill('@wanted.example');
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole('link').click();
  const drawer = page.getByRole('dialog', { name: 'The run' });
  await expect(drawer.getByRole('list', { name: 'Problems' })).toContainText('@inputs.nmae is not there');
  await expect(drawer.getByText('"ada@wanted.example"')).toBeVisible();

  await mend();
  await drawer.getByRole('button', { name: 'Retry' }).click();
  await expect(drawer.getByText('Done', { exact: true })).toBeVisible();
  await expect(rows.nth(1).getByText('Done')).toBeVisible();
  await expect(drawer.getByRole('region', { name: 'Attempts' })).toContainText('Succeeded');
  await expect(drawer.getByText('SENT', { exact: true })).toBeVisible();
  const [mail] = await sink.waitFor((all) => all.some(({ subject }) => subject === type));
  expect(mail?.envelope.to).toEqual(['ada@wanted.example']);
});

test('300 failed runs are retried in bulk, with progress; stopped, and then finished', async ({ page }) => {
  const { type, mend } = await misspelt('bulk_closed');
  const addresses = Array.from({ length: 300 }, (_, n) => `user-${n}@bulk.example`);
  for (let n = 0; n < 300; n += 50) {
    await Promise.all(addresses.slice(n, n + 50).map((address) => send(type, person(address))));
  }
  const failed = `status=failed&eventType=${type}`;
  await waitFor('all to fail', async () => ((await countRuns(failed)) === 300 ? true : undefined), 30_000);
  await mend();

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs?status=failed&type=${type}&time=24h`);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await bar.getByRole('button', { name: 'Select all 300 that match' }).click();
  await expect(bar).toContainText('300 runs selected');
  await bar.getByRole('button', { name: 'Retry' }).click();
  const sentence = `Retry 300 failed runs of ${type} from the last 24 hours`;
  const asking = page.getByRole('dialog', { name: `${sentence}?` });
  await expect(asking).toContainText('Mails go only to those who did not get them.');

  // Each part waits until the test lets it go, so that the act can be stopped on its way.
  const parts: (() => void)[] = [];
  await page.route('**/api/v1/runs/retry', async (route) => {
    await new Promise<void>((resolve) => parts.push(resolve));
    await route.continue();
  });
  const letGo = async () => {
    await expect.poll(() => parts.length).toBeGreaterThan(0);
    parts.shift()?.();
  };
  await asking.getByRole('button', { name: 'Retry 300' }).click();
  const running = page.getByRole('dialog', { name: sentence });
  const progress = running.getByRole('progressbar', { name: 'Progress' });
  await letGo();
  await expect(progress).toHaveAttribute('aria-valuenow', '25');
  await expect(running).toContainText('25 of 300');
  await letGo();
  await expect(progress).toHaveAttribute('aria-valuenow', '50');
  await running.getByRole('button', { name: 'Stop' }).click();
  await letGo();
  const stopped = page.getByRole('dialog', { name: 'Stopped' });
  await expect(stopped).toContainText('75 retried. The rest was not looked at.');
  await stopped.getByRole('button', { name: 'Close' }).last().click();
  await page.unroute('**/api/v1/runs/retry');
  await waitFor('225 to be left', async () => ((await countRuns(failed)) === 225 ? true : undefined));

  await page.reload();
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  await bar.getByRole('button', { name: 'Select all 225 that match' }).click();
  await bar.getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry 225' }).click();
  // Nine parts, one after the other.
  await expect(page.getByRole('dialog', { name: 'Done' })).toContainText('225 retried.', { timeout: 30_000 });
  const mails = await sink.waitFor((all) => all.filter(({ subject }) => subject === type).length >= 300, 30_000);
  const arrived = mails.filter(({ subject }) => subject === type).flatMap(({ envelope }) => envelope.to);
  expect(arrived.sort()).toEqual(addresses.sort());
});

test('what a bulk act leaves is told with its reason', async ({ page }) => {
  const { type, mend } = await misspelt('mixed');
  await send(type, person('one@mixed.example'));
  await waitFor('it to fail', async () =>
    (await countRuns(`status=failed&eventType=${type}`)) === 1 ? true : undefined,
  );
  await mend();
  await settled(api, await send(type, person('two@mixed.example')));

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs?type=${type}`);
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(3);
  for (const box of await page.getByRole('checkbox', { name: /^Select run/ }).all()) await box.click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retry 2' }).click();
  const done = page.getByRole('dialog', { name: 'Done' });
  await expect(done).toContainText('1 retried, 1 left as they are.');
  await expect(done.getByRole('list', { name: 'Why some were left' })).toContainText('it has succeeded');
});

test('a mail that waits shows its attempts and the next one, is tried now, and another is canceled', async ({
  page,
}) => {
  const { type, mend } = await misspelt('waiting');
  await mend();
  await sink.script({ refuse: [{ pattern: 'busy', code: 451, message: 'mailbox busy' }] });
  const first = await send(type, person('busy-1@waiting.example'));
  const second = await send(type, person('busy-2@waiting.example'));
  const runOf = async (eventId: string) => {
    const { body } = await api.call<RunList>('GET', `/api/v1/runs?eventId=${eventId}&limit(1)`);
    return body.data[0]?.id ?? '';
  };
  await waitFor('both to be tried', async () => {
    const details = await Promise.all([api.event(first), api.event(second)]);
    return details.every(({ runs }) => runs[0]?.attempts[0]?.outcome === 'failed') ? true : undefined;
  });

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs/${await runOf(first)}`);
  const attempts = page.getByRole('region', { name: 'Attempts' });
  await expect(attempts.getByText('mailbox busy')).toBeVisible();
  await expect(attempts.getByText(/Next attempt in \d+ (min|sec)/)).toBeVisible();
  await sink.script({});
  await attempts.getByRole('button', { name: 'Try now' }).click();
  await expect(attempts.getByText('Succeeded')).toBeVisible();
  await expect(page.getByText('SENT', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toHaveCount(0);

  await page.goto(`${server.url}/runs/${await runOf(second)}`);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await page.getByRole('dialog', { name: 'Cancel this run?' }).getByRole('button', { name: 'Cancel the run' }).click();
  await expect(page.getByText('Canceled', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
});

test('runs are filtered by status, kind and dispatcher, and a run leads to its event and dispatcher as they were', async ({
  page,
}) => {
  const type = uniqueName('mixed_kinds');
  const { name } = await createTemplate(api, { subject: type, body: '<p>Hi</p>' });
  const functionName = await createFunction(
    api,
    'exports.handler = async () => { throw new Error("the CRM is away"); };',
  );
  const dispatcherName = uniqueName('two kinds');
  const id = await createDispatcher(
    api,
    type,
    [
      { type: 'mail', name: 'Tell', recipients: { to: ['{{content.email}}'] }, templateName: name },
      { type: 'task', name: 'Sync', functionName },
    ],
    { name: dispatcherName },
  );
  const eventId = await send(type, { email: 'ada@kinds.example' });
  await settled(api, eventId);
  await api.call('PUT', `/dispatchers/v1/${id}`, { description: 'changed later' });

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs`);
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await page.getByRole('combobox', { name: 'Dispatcher' }).fill(dispatcherName);
  await page.getByRole('option', { name: dispatcherName }).click();
  await expect(rows).toHaveCount(3);
  await expect(page).toHaveURL(new RegExp(`dispatcher=${id}`));
  await page.getByRole('combobox', { name: 'Kind of action' }).click();
  await page.getByRole('option', { name: 'Task', exact: true }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('the CRM is away');
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Dispatcher' })).toHaveValue(dispatcherName);
  await rows.nth(1).getByRole('link').click();
  const drawer = page.getByRole('dialog', { name: 'The run' });
  await expect(drawer.getByText('Changed since')).toBeVisible();
  await expect(drawer.getByRole('link', { name: dispatcherName })).toHaveAttribute('href', `/dispatchers/${id}`);
  await expect(drawer.getByRole('link', { name: 'Open the task' })).toHaveAttribute('href', /^\/tasks\/[0-9a-f]{24}$/);
  await drawer.getByRole('link', { name: type }).click();
  await expect(page).toHaveURL(`${server.url}/events/${eventId}`);
});

test('runs that come in while the list is open wait behind a pill', async ({ page }) => {
  const { type, mend } = await misspelt('live_runs');
  await mend();
  await settled(api, await send(type, person('a@live.example')));
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/runs?type=${type}`);
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await send(type, person('b@live.example'));
  await send(type, person('c@live.example'));
  await page.getByRole('button', { name: '2 new' }).click();
  await expect(rows).toHaveCount(4);
  await expect(rows.getByText('Done')).toHaveCount(3);
});

test('a viewer sees runs and why they failed, and can change nothing', async ({ page }) => {
  const viewer = await createUser(api, 'Viewer');
  const { type } = await misspelt('seen');
  const eventId = await send(type, person('ada@seen.example'));
  await settled(api, eventId);
  await signInAs(page, server.url, viewer);
  await page.goto(`${server.url}/runs?type=${type}`);
  await page.getByRole('table', { name: 'Runs' }).getByRole('link').click();
  const drawer = page.getByRole('dialog', { name: 'The run' });
  await expect(drawer.getByRole('list', { name: 'Problems' })).toContainText('@inputs.nmae is not there');
  await expect(drawer.getByRole('button', { name: 'Retry' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await expect(bar.getByRole('button', { name: 'Retry' })).toBeDisabled();
  await expect(bar.getByRole('button', { name: 'Cancel' })).toBeDisabled();
});
