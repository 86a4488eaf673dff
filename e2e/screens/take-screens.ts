import path from 'node:path';
import { type Browser, type Page, test } from '@playwright/test';
import { signIn } from '../fixtures/api';
import { expect, signInToConsole } from '../fixtures/console';
import { type DispatchersServer, startDispatchers } from '../fixtures/dispatchers-server';
import { OPEN_PAGES, type SeededConsole, seedConsole } from '../fixtures/seeded-console';
import { type SmtpSink, startSmtpSink } from '../fixtures/smtp-sink';
import { addBusyCompany } from './busy-company';
import { FOLDER, WANTED } from './empty-folder';
import { spreadOverDays } from './spread-over-days.mjs';
import { EMPTY_PAGES, loaded, STATES } from './states';

const MAX_HEIGHT = 4_000;

interface Device {
  name: string;
  widths: readonly [number, ...number[]];
  height: number;
  hasTouch: boolean;
}
const DEVICES: readonly Device[] = [
  { name: 'desk', widths: [1440, 1024], height: 900, hasTouch: false },
  { name: 'phone', widths: [390], height: 844, hasTouch: true },
];
const isWanted = (name: string) => WANTED === undefined || WANTED.some((wanted) => name.startsWith(wanted));

let sink: SmtpSink;
let server: DispatchersServer;
let empty: DispatchersServer;
let seeded: SeededConsole;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  sink = await startSmtpSink();
  await sink.script({
    refuse: [
      { pattern: 'bounces', code: 550, message: '5.1.1 No such user here: check the address for typing errors' },
      { pattern: 'subsidiary', code: 451, message: '4.2.2 Mailbox full, try again later', times: 3 },
    ],
  });
  const env = {
    ALLOW_PRIVATE_TARGETS: '127.0.0.1',
    SMTP_URL: sink.url,
    MAIL_FROM: 'Example Company <service@example.com>',
    MAIL_RETRY_BASE_SECONDS: '1800',
  };
  const first = await startDispatchers({ env });
  const api = await signIn(first);
  seeded = await seedConsole(first, api);
  const rounds = await addBusyCompany(first, api);
  await first.stop();
  spreadOverDays(first.dataDir, rounds);
  server = await startDispatchers(first.options);
  seeded = { ...seeded, paths: await findPaths(server, seeded) };
  empty = await startDispatchers();
});
test.afterAll(async () => {
  for (const each of [server, empty]) {
    await each?.stop();
    each?.cleanUp();
  }
  await sink?.stop();
});

/** Ids hold a time: they are others since the events were laid over the days. */
async function findPaths(running: DispatchersServer, before: SeededConsole): Promise<ReadonlyMap<string, string>> {
  const api = await signIn(running);
  const firstAt = async (list: string, fits: (row: { id: string; subject?: string }) => boolean = () => true) => {
    const { body } = await api.call<{ data: { id: string }[] }>('GET', list);
    return body.data.find(fits)?.id ?? '';
  };
  return new Map([
    ...before.paths,
    ['/events/{id}', `/events/${await firstAt('/api/v1/events?type=order_shipped')}`],
    ['/runs/{id}', `/runs/${await firstAt('/api/v1/runs?status=failed')}`],
    [
      '/mails/{id}',
      `/mails/${await firstAt('/api/v1/mails?status=sent', ({ subject }) => subject?.includes('order shipped') ?? false)}`,
    ],
    ['/tasks/{id}', `/tasks/${await firstAt('/api/v1/tasks?status=failed')}`],
  ]);
}

/** What is open is taken in every look that its device has: `/events/{id}` on a phone in the dark is `events-id.390.dark.png`. */
async function take(page: Page, name: string, device: Device, isWhole: boolean): Promise<void> {
  if (name !== 'loading') await loaded(page);
  for (const width of device.widths) {
    await page.setViewportSize({ width, height: device.height });
    // Grown rather than scrolled: what stands still while a page scrolls stays where it belongs.
    const { right, bottom } = await page.evaluate(() => ({
      right: document.documentElement.scrollWidth,
      bottom: document.documentElement.scrollHeight,
    }));
    if (right > width) process.stdout.write(`${name} is ${right - width} px wider than ${width} px\n`);
    if (isWhole && bottom > device.height) {
      await page.setViewportSize({ width, height: Math.min(bottom, MAX_HEIGHT) });
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready);
      const file = path.join(FOLDER, `${name}.${width}.${colorScheme}.png`);
      await page.screenshot({ path: file, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: device.widths[0], height: device.height });
}

const nameOf = (pattern: string) => pattern.replace(/[{}]/g, '').replace(/^\//, '').replaceAll('/', '-') || 'overview';

async function openPage(browser: Browser, device: Device): Promise<Page> {
  const viewport = { width: device.widths[0], height: device.height };
  const context = await browser.newContext({ viewport, hasTouch: device.hasTouch });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}

/** The page is there, with its title. */
async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

for (const device of DEVICES) {
  test(`every page, ${device.name}`, async ({ browser }) => {
    const page = await openPage(browser, device);
    for (const pattern of [...OPEN_PAGES].filter((open) => isWanted(nameOf(open)))) {
      await visit(page, `${server.url}${pattern}?token=none`);
      await take(page, nameOf(pattern), device, true);
    }
    await signInThrough(page, server.url);
    for (const [pattern, target] of seeded.paths) {
      if (OPEN_PAGES.has(pattern) || !isWanted(nameOf(pattern))) continue;
      await visit(page, server.url + target);
      await take(page, nameOf(pattern), device, true);
    }
    await page.context().close();
  });

  test(`every state, ${device.name}`, async ({ browser }) => {
    const page = await openPage(browser, device);
    await signInThrough(page, server.url);
    const failed: string[] = [];
    for (const [name, enact] of Object.entries(STATES)) {
      if (!isWanted(name)) continue;
      try {
        await enact({ page, url: server.url, seeded });
        await take(page, name, device, false);
      } catch (error) {
        failed.push(`${name}: ${error}`);
      }
      await page.context().setOffline(false);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
    await page.context().close();
    expect(failed).toEqual([]);
  });

  test(`every page that is empty, ${device.name}`, async ({ browser }) => {
    const page = await openPage(browser, device);
    await signInThrough(page, empty.url);
    for (const target of EMPTY_PAGES.filter((one) => isWanted(`empty-${nameOf(one)}`))) {
      await visit(page, empty.url + target);
      await take(page, `empty-${nameOf(target)}`, device, true);
    }
    await page.context().close();
  });
}

/** On a phone the menu is closed: what tells that somebody is signed in is the page. */
async function signInThrough(page: Page, url: string): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 900 });
  await signInToConsole(page, url);
  if (size) await page.setViewportSize(size);
}
