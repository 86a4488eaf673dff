import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled } from './fixtures/wait-for';

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

const send = async (type: string, content: object = {}) => String((await sendEvent(server, { type, content })).body.id);

/** A dispatcher that mails the address in the content. */
async function listen(type: string, over: object = {}): Promise<string> {
  const { name } = await createTemplate(api, { subject: type, body: '<p>Hello</p>' });
  const action = { type: 'mail', name: 'Greeting', recipients: { to: ['{{content.email}}'] }, templateName: name };
  return createDispatcher(api, type, [action], { name: uniqueName('greeter'), ...over });
}

test('new events wait behind a pill, and no row moves by itself', async ({ page }) => {
  const type = uniqueName('live');
  for (let n = 0; n < 60; n++) await send(type, { n });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events?type=${type}`);
  const rows = page.getByRole('table', { name: 'Events' }).getByRole('row');
  const first = rows.nth(1);
  await expect(first).toContainText('"n":59');
  const before = await first.boundingBox();

  await send(type, { n: 60 });
  await send(uniqueName('another'), { n: 1 });
  await send(type, { n: 61 });
  const pill = page.getByRole('button', { name: '2 new' });
  await expect(pill).toBeVisible();
  await expect(first).toContainText('"n":59');
  expect(await first.boundingBox()).toEqual(before);

  await pill.click();
  await expect(first).toContainText('"n":61');
  await expect(pill).toBeHidden();

  await page.getByRole('button', { name: 'Show older events' }).click();
  await expect(rows).toHaveCount(1 + 62);
});

test('the fate of an event changes in its row while it is shown', async ({ page }) => {
  const type = uniqueName('fate');
  await listen(type);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events?type=${type}`);
  await expect(page.getByText('No events match what you asked for.')).toBeVisible();
  await send(type, { email: 'ada@example.com' });
  await expect(page.getByRole('row').filter({ hasText: type }).getByText('1 done')).toBeVisible();
});

test('an event is found by text inside its content, by type, source, outcome and time; the address keeps it all', async ({
  page,
}) => {
  const type = uniqueName('order');
  const wanted = await send(type, { customer: { email: 'grace.hopper@navy.example' }, note: 'say "hi" & 100% (ok)' });
  await send(type, { customer: { email: 'ada@example.com' } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events`);
  const rows = page.getByRole('table', { name: 'Events' }).getByRole('row');

  await expect(rows.nth(1)).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('textbox', { name: 'Text in the content' });
  await expect(search).toBeFocused();
  await search.fill('HOPPER@navy');
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/text=HOPPER/);
  await search.fill('say "hi" & 100% (ok)');
  await expect(page).toHaveURL(/100%25/);
  await expect(rows).toHaveCount(2);

  await page.getByRole('combobox', { name: 'Event type' }).fill(type);
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Nothing listens' }).click();
  await page.getByRole('combobox', { name: 'Source' }).fill('default');
  await page.getByRole('combobox', { name: 'Source' }).press('Enter');
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'Last hour' }).click();
  await expect(page).toHaveURL(/time=1h/);
  await rows.nth(1).getByRole('link').click();
  await expect(page.getByRole('dialog', { name: 'The event' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`open=${wanted}`));

  await page.reload();
  await expect(page.getByRole('dialog', { name: 'The event' }).getByRole('heading', { name: type })).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(search).toHaveValue('say "hi" & 100% (ok)');
  await expect(page.getByRole('combobox', { name: 'Event type' })).toHaveValue(type);
  await expect(page.getByRole('combobox', { name: 'Outcome' })).toHaveText('Nothing listens');
  await expect(page.getByRole('combobox', { name: 'Source' })).toHaveValue('default');
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveText('Last hour');

  await page.keyboard.press('Escape');
  await search.fill('nothing has this in it');
  await expect(page.getByText('No events match what you asked for.')).toBeVisible();
  await page.getByRole('region', { name: 'Events' }).getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows.nth(1)).toBeVisible();
  await expect(page).toHaveURL(`${server.url}/events`);
});

test('the keyboard leads through the list and the drawer, and is left alone while somebody types', async ({ page }) => {
  const type = uniqueName('keys');
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.unshift(await send(type, { n }));
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events?type=${type}`);
  const links = page.getByRole('table', { name: 'Events' }).getByRole('link');
  await expect(links).toHaveCount(3);
  const drawer = page.getByRole('dialog', { name: 'The event' });

  await page.keyboard.press('j');
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drawer).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`open=${ids[1]}`));
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`open=${ids[2]}`));
  await expect(drawer.getByText('"n": 0')).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(new RegExp(`open=${ids[0]}`));
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(links.nth(0)).toBeFocused();

  await page.getByRole('textbox', { name: 'Text in the content' }).focus();
  await page.keyboard.type('jo?');
  await expect(page.getByRole('textbox', { name: 'Text in the content' })).toHaveValue('jo?');
  await expect(drawer).toBeHidden();
  await page.getByRole('textbox', { name: 'Text in the content' }).fill('');

  await links.nth(1).focus();
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts.getByText('Open the full page')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(shortcuts).toBeHidden();

  await links.nth(1).focus();
  await page.keyboard.press('o');
  await expect(page).toHaveURL(`${server.url}/events/${ids[1]}`);
  await expect(page.getByText('"n": 1')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(`${server.url}/events/${ids[2]}`);
});

test('an event says of every dispatcher why it acted or not, and is replayed for one of them', async ({ page }) => {
  const type = uniqueName('explained');
  await listen(type, { name: uniqueName('first') });
  const second = uniqueName('second');
  await listen(type, { name: second });
  const off = uniqueName('switched off');
  await listen(type, { name: off, enabled: false });
  const id = await send(type, { email: 'ada@replay.example' });
  await settled(api, id);
  const late = uniqueName('late');
  await listen(type, { name: late });

  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events/${id}`);
  const who = page.getByRole('region', { name: 'Who listens' }).getByRole('listitem');
  await expect(who.filter({ hasText: second })).toContainText('Acted');
  await expect(who.filter({ hasText: off })).toContainText('It was disabled when the event came in.');
  await expect(who.filter({ hasText: late })).toContainText('It was made after the event came in.');
  await expect(who.filter({ hasText: late })).toContainText('Now it would act on it.');

  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay this event' });
  await expect(dialog).toContainText('a mail that has arrived will arrive once more');
  await expect(dialog.getByRole('button', { name: 'Do 3 actions again' })).toBeVisible();
  await dialog.getByRole('combobox', { name: 'What to replay' }).click();
  await page.getByRole('option', { name: second }).click();
  await dialog.getByRole('button', { name: 'Do 1 action again' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Replay 1', { exact: true })).toBeVisible();
  await expect(page.getByText('3 done')).toBeVisible();
  const mails = await sink.waitFor((all) => all.filter(({ subject }) => subject === type).length >= 3);
  expect(mails.filter(({ subject }) => subject === type)).toHaveLength(3);
});

test('an event that nothing listens to leads to a new dispatcher, and can be copied as calls', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const type = uniqueName('unheard');
  const id = await send(type, { name: "O'Hara" });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events/${id}`);
  await expect(page.getByText(`Nothing listens to “${type}”`)).toBeVisible();

  const copied = async (entry: string) => {
    await page.getByRole('button', { name: 'Copy as' }).click();
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
    await expect(page.getByText(`Copied as ${entry}`)).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied('curl')).toContain(`${server.url}/events/v1/`);
  expect(await copied('SDK call')).toContain('exh.events.create(');

  await page.getByRole('link', { name: 'Create a dispatcher from this event' }).click();
  await expect(page).toHaveURL(new RegExp(`/dispatchers/new\\?fromEvent=${id}`));
  await expect(page.getByLabel('Event type')).toHaveValue(type);
});

test('many events are replayed in bulk, and what cannot be is told with its reason', async ({ page }) => {
  const type = uniqueName('bulk');
  for (let n = 0; n < 60; n++) await send(type, { email: `user-${n}@bulk.example` });
  await listen(type);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events?type=${type}&time=24h`);
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  const bar = page.getByRole('region', { name: 'Selection' });
  await expect(bar).toContainText('50 events selected');
  await bar.getByRole('button', { name: 'Select all 60 that match' }).click();
  await bar.getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog', { name: `Replay 60 events of ${type} from the last 24 hours?` });
  await dialog.getByRole('button', { name: 'Replay 60' }).click();
  await expect(page.getByRole('dialog', { name: 'Done' })).toContainText('60 replayed.');
  await page.getByRole('dialog', { name: 'Done' }).getByRole('button', { name: 'Close' }).last().click();
  await expect(bar).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: type }).first().getByText('1 done')).toBeVisible();
});

test('a list that cannot be loaded says why and can be tried again', async ({ page, noise }) => {
  noise.allow(/status of 503/);
  const type = uniqueName('broken');
  await send(type);
  await signInToConsole(page, server.url);
  const list = /\/api\/v1\/events\?/;
  await page.route(list, (route) =>
    route.fulfill({ status: 503, json: { code: 1, name: 'SERVER', message: 'The database is busy' } }),
  );
  await page.goto(`${server.url}/events?type=${type}`);
  await expect(page.getByRole('alert').filter({ hasText: 'The database is busy' })).toBeVisible({ timeout: 20_000 });
  await page.unroute(list);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row').filter({ hasText: type })).toBeVisible();
});

test('an event that is not there is said to be so', async ({ page, noise }) => {
  noise.allow(/status of 404/);
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/events?open=${'f'.repeat(24)}`);
  await expect(page.getByRole('dialog', { name: 'The event' }).getByRole('alert')).toBeVisible();
});

test('a viewer sees all of it and can change nothing', async ({ page }) => {
  const viewer = await createUser(api, 'Viewer');
  const type = uniqueName('seen');
  await listen(type);
  const id = await send(type, { email: 'ada@example.com' });
  await settled(api, id);
  await signInAs(page, server.url, viewer);
  await page.goto(`${server.url}/events?open=${id}`);
  const drawer = page.getByRole('dialog', { name: 'The event' });
  await expect(drawer.getByText('1 done').first()).toBeVisible();
  await expect(drawer.getByRole('button', { name: 'Replay', exact: true })).toBeDisabled();
  await expect(drawer.getByRole('link', { name: 'Create a dispatcher from this event' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Send a test event' })).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
  await expect(page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Replay' })).toBeDisabled();
});
