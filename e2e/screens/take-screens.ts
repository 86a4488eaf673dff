import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Page, test } from '@playwright/test';
import { signIn } from '../fixtures/api';
import { expect, signInToConsole } from '../fixtures/console';
import { type DispatchersServer, startDispatchers } from '../fixtures/dispatchers-server';
import { OPEN_PAGES, type SeededConsole, seedConsole } from '../fixtures/seeded-console';

const FOLDER = path.join(process.cwd(), 'screens');
const WIDTHS = [1440, 1024, 390] as const;
const SCHEMES = ['light', 'dark'] as const;

let server: DispatchersServer;
let seeded: SeededConsole;

test.beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  seeded = await seedConsole(server, await signIn(server));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** `/events/{id}` at 390 px in the dark is `events-id.390.dark.png`. */
async function take(page: Page, pattern: string, width: number, scheme: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await expect(page.locator('.animate-pulse')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  const name = pattern.replace(/[{}]/g, '').replace(/^\//, '').replaceAll('/', '-') || 'overview';
  await page.screenshot({ path: path.join(FOLDER, `${name}.${width}.${scheme}.png`), fullPage: true });
}

for (const colorScheme of SCHEMES) {
  for (const width of WIDTHS) {
    test(`every page at ${width} px, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: width < 500 ? 844 : 900 } });
      const page = await context.newPage();
      for (const pattern of OPEN_PAGES) {
        await page.goto(`${server.url}${pattern}?token=none`);
        await take(page, pattern, width, colorScheme);
      }
      await signInThrough(page);
      for (const [pattern, target] of seeded.paths) {
        if (OPEN_PAGES.has(pattern)) continue;
        await page.goto(server.url + target);
        await take(page, pattern, width, colorScheme);
      }
      await page.goto(`${server.url}/events`);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toBeVisible();
      await take(page, '/events-drawer', width, colorScheme);
      await context.close();
    });
  }
}

/** On a phone the menu is closed: what tells that somebody is signed in is the page. */
async function signInThrough(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 900 });
  await signInToConsole(page, server.url);
  if (size) await page.setViewportSize(size);
}
