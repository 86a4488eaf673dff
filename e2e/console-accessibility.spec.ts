import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { OPEN_PAGES, type SeededConsole, seedConsole } from './fixtures/seeded-console';

/** Every page is looked at twice, which takes seconds for each. */
const PAGES_TIMEOUT_MS = 600_000;
const DRAWERS_TIMEOUT_MS = 180_000;

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

/** What keeps somebody out of what the page shows, in either theme. */
async function look(page: Page, what: string, found: Record<string, string[]>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await waitUntilStill(page);
    const violations = await findViolations(page);
    if (violations.length > 0) found[`${what}, ${colorScheme}`] = violations;
  }
}

/** Waits until nothing fades or slides any more: what is half transparent has not yet the contrast that it will have. */
async function waitUntilStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
      .every(({ playState }) => playState === 'finished' || playState === 'idle'),
  );
}

/** Serious and critical violations of WCAG 2.2 A and AA and of good practice, as lines that say where. */
async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
}

/** Goes there, and waits until the page has shown what it came to show. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(server.url + path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await page.evaluate(axe.source);
}

test('no page keeps anybody out, light and dark', async ({ page }) => {
  test.setTimeout(PAGES_TIMEOUT_MS);
  const found: Record<string, string[]> = {};
  for (const pattern of OPEN_PAGES) {
    await open(page, `${pattern}?token=none`);
    await look(page, pattern, found);
  }
  await signInToConsole(page, server.url);
  for (const [pattern, path] of seeded.paths) {
    if (OPEN_PAGES.has(pattern)) continue;
    await open(page, path);
    await look(page, pattern, found);
  }
  expect(found).toEqual({});
});

test('no drawer, dialog or menu keeps anybody out, light and dark', async ({ page }) => {
  test.setTimeout(DRAWERS_TIMEOUT_MS);
  await signInToConsole(page, server.url);
  const found: Record<string, string[]> = {};
  const lookAtDialog = async (what: string) => {
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, what, found);
  };
  for (const list of ['/events', '/runs', '/mails', '/tasks']) {
    await open(page, list);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await lookAtDialog(`${list}, open row`);
  }
  await open(page, '/');
  await page.keyboard.press('ControlOrMeta+k');
  await lookAtDialog('palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await lookAtDialog('shortcuts');
  expect(found).toEqual({});
});
