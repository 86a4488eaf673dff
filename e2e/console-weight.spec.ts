import type { Page } from '@playwright/test';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createTemplate } from './fixtures/factories';

let server: DispatchersServer;
let weighed: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  const api: Api = await signIn(server);
  const { name: templateName } = await createTemplate(api, { subject: 'Hello' });
  const mail = { type: 'mail', recipients: { to: ['{{content.email}}'] }, templateName };
  weighed = await createDispatcher(api, 'weighed', [mail, mail], { name: 'A row to wait for' });
  await sendEvent(server, { type: 'weighed', content: { name: 'Ada', email: 'ada@example.com' } });
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

interface Script {
  url: string;
  bytes: number;
}

/** Loads a page with an empty cache, and tells which scripts came over the wire, headers included, until it was quiet. */
async function weighScripts(page: Page, path: string, isShown: (page: Page) => Promise<void>): Promise<Script[]> {
  const devtools = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const scripts: Script[] = [];
  devtools.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, response.url));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? '';
    if (new URL(url, server.url).pathname.endsWith('.js')) scripts.push({ url, bytes: encodedDataLength });
  });
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(server.url + path, { waitUntil: 'networkidle' });
  await isShown(page);
  await devtools.detach();
  return scripts;
}

const PAGES = [
  {
    what: 'the list of dispatchers',
    path: '/dispatchers',
    shown: (page: Page) => page.getByRole('link', { name: 'A row to wait for' }),
    limitKb: 200,
  },
  {
    what: 'the editor of a dispatcher',
    path: '/dispatchers/new',
    shown: (page: Page) => page.getByLabel('Event type'),
    limitKb: 290,
  },
];

for (const { what, path, shown, limitKb } of PAGES) {
  test(`${what} is there after less than ${limitKb} kB of scripts`, async ({ page }) => {
    await signInToConsole(page, server.url);
    await page.goto('about:blank');
    const scripts = await weighScripts(page, path, (weighed) => expect(shown(weighed)).toBeVisible());
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000).toBeLessThan(limitKb);
  });
}

/** Loads a page, and tells how much of it moved by itself until it was quiet: the sum of the browser's layout shifts. */
async function watchShifts(page: Page, path: string, isShown: (page: Page) => Promise<void>): Promise<number> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(server.url + path, { waitUntil: 'networkidle' });
  await isShown(page);
  // What has just been shown is painted, and told of after it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  return page.evaluate(() => (window as unknown as { seen: { shift: number } }).seen.shift);
}

test('nothing moves while the list of dispatchers loads', async ({ page }) => {
  await signInToConsole(page, server.url);
  const row = page.getByRole('link', { name: 'A row to wait for' });
  expect(await watchShifts(page, '/dispatchers', () => expect(row).toBeVisible())).toBeLessThan(0.01);
});

test('nothing moves while the editor of a dispatcher and its preview load', async ({ page }) => {
  await signInToConsole(page, server.url);
  const preview = page.getByRole('article', { name: 'Preview of action 2: mail' });
  const isShown = () => expect(preview.getByText('Ready')).toBeVisible();
  expect(await watchShifts(page, `/dispatchers/${weighed}`, isShown)).toBeLessThan(0.01);
});

test('what is loaded with the first key opens by it, and gives the focus back', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/dispatchers`);
  const sort = page.getByRole('combobox', { name: 'Sort by' });
  await sort.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { selected: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  // The focus moves in a task of its own, after the key.
  await expect(page.getByRole('option', { selected: false }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=/);
  await expect(sort).toBeFocused();

  const more = page.getByRole('button', { name: 'More for A row to wait for' });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Its runs' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await expect(page.getByRole('menu')).toBeHidden();
});

test('a letter chooses in a list that was never opened', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/dispatchers`);
  const enabled = page.getByRole('combobox', { name: 'Enabled', exact: true });
  await enabled.press('d');
  await expect(page).toHaveURL(/enabled=false/);
  await expect(enabled).toHaveText('Disabled');
});
