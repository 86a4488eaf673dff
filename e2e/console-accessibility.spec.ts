import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { OPEN_PAGES, type SeededConsole, seedConsole } from './fixtures/seeded-console';

/** Every page is looked at, which takes seconds for each. */
const PAGES_TIMEOUT_MS = 400_000;

let server: DispatchersServer;
let seeded: SeededConsole;

test.beforeAll(async () => {
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  seeded = await seedConsole(server, await signIn(server));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** Serious and critical violations of WCAG 2.2 A and AA and of good practice, as lines that say where. */
async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
}

/** The page has shown what it came to show. */
async function shown(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page keeps anybody out, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(PAGES_TIMEOUT_MS);
    await page.emulateMedia({ colorScheme });
    const found: Record<string, string[]> = {};
    const look = async (pattern: string, path: string) => {
      await page.goto(server.url + path);
      await shown(page);
      const violations = await findViolations(page);
      if (violations.length > 0) found[pattern] = violations;
    };
    for (const pattern of OPEN_PAGES) await look(pattern, `${pattern}?token=none`);
    await signInToConsole(page, server.url);
    for (const [pattern, path] of seeded.paths) if (!OPEN_PAGES.has(pattern)) await look(pattern, path);
    expect(found).toEqual({});
  });

  test(`no drawer, dialog or menu keeps anybody out, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await signInToConsole(page, server.url);
    const found: Record<string, string[]> = {};
    const look = async (what: string) => {
      await expect(page.getByRole('dialog')).toBeVisible();
      const violations = await findViolations(page);
      if (violations.length > 0) found[what] = violations;
    };
    for (const list of ['/events', '/runs', '/mails', '/tasks']) {
      await page.goto(server.url + list);
      await shown(page);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await look(`${list}, open row`);
    }
    await page.goto(server.url);
    await page.keyboard.press('ControlOrMeta+k');
    await look('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await look('shortcuts');
    expect(found).toEqual({});
  });
}
