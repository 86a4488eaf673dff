import type { Page } from '@playwright/test';
import { expect } from '../fixtures/console';
import type { SeededConsole } from '../fixtures/seeded-console';

/** What a state is made of. */
export interface Stage {
  page: Page;
  url: string;
  seeded: SeededConsole;
}

/** Brings the page into a state that has no address of its own. */
type Enact = (stage: Stage) => Promise<void>;

const goTo =
  (path: string): Enact =>
  async ({ page, url }) => {
    await page.goto(url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await loaded(page);
  };

/** Nothing is being loaded any more. */
export async function loaded(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await expect(page.locator('.animate-pulse')).toHaveCount(0);
}

const openRow =
  (path: string, row = 0): Enact =>
  async (stage) => {
    await goTo(path)(stage);
    await stage.page.locator('tbody').getByRole('row').nth(row).getByRole('link').first().click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  };

const pressButton =
  (path: string, name: string | RegExp): Enact =>
  async (stage) => {
    await goTo(path)(stage);
    await stage.page.getByRole('button', { name }).first().click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  };

const pathTo = (seeded: SeededConsole, pattern: string) => seeded.paths.get(pattern) ?? pattern;

const openDispatcher: Enact = async (stage) => {
  await goTo(pathTo(stage.seeded, '/dispatchers/{id}'))(stage);
  await expect(stage.page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
};

const IMPORT = JSON.stringify({
  dispatchers: [
    {
      name: 'Welcome a new user',
      eventType: 'user_created',
      description: 'The first mail, and the last.',
      actions: [],
    },
    {
      name: 'Thank for a review',
      eventType: 'review_written',
      tags: ['shop'],
      actions: [{ type: 'mail', name: 'Thank', recipients: { to: ['{{content.email}}'] }, templateName: 'survey' }],
    },
  ],
});

/** Everything worth a look that is not a page, by the name of its picture. */
export const STATES: Readonly<Record<string, Enact>> = {
  'drawer-event': openRow('/events', 2),
  'drawer-run': openRow('/runs'),
  'drawer-run-failed': openRow('/runs?status=failed'),
  'drawer-mail': openRow('/mails'),
  'drawer-mail-failed': openRow('/mails?status=failed'),
  'drawer-task': openRow('/tasks?status=complete'),
  'drawer-task-failed': openRow('/tasks?status=failed'),
  'drawer-source': async (stage) => {
    await goTo('/sources')(stage);
    await stage.page
      .getByRole('link', { name: 'shop' })
      .or(stage.page.getByRole('button', { name: 'shop' }))
      .first()
      .click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  'drawer-audit': async (stage) => {
    await goTo('/settings/audit')(stage);
    await stage.page.locator('tbody').getByRole('row').nth(1).getByRole('button').first().click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  palette: async (stage) => {
    await goTo('/')(stage);
    await stage.page.keyboard.press('ControlOrMeta+k');
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  'palette-found': async (stage) => {
    await goTo('/')(stage);
    await stage.page.keyboard.press('ControlOrMeta+k');
    await stage.page.getByRole('dialog').getByRole('combobox').fill('order');
    await expect(stage.page.getByRole('option', { name: /order_shipped/ }).first()).toBeVisible();
  },
  shortcuts: async (stage) => {
    await goTo('/events')(stage);
    await stage.page.keyboard.press('?');
    await expect(stage.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  },
  menu: async (stage) => {
    await goTo('/')(stage);
    const button = stage.page.getByRole('button', { name: 'Open the menu' });
    if (await button.isVisible()) await button.click();
  },
  'dispatcher-grid': async (stage) => {
    await openDispatcher(stage);
    const preview = stage.page.getByRole('button', { name: 'Preview', exact: true });
    if (await preview.isVisible()) await preview.click();
    await stage.page.getByRole('button', { name: 'Last 20 events' }).click();
    await expect(stage.page.getByRole('table', { name: 'The draft against the last events' })).toBeVisible();
  },
  'dispatcher-save': async (stage) => {
    const { page } = stage;
    await openDispatcher(stage);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Welcome a new user, warmly');
    const remove = page.getByRole('button', { name: /^Remove \{\{content\.email/ });
    if (!(await remove.first().isVisible()))
      await page
        .getByRole('button', { name: /^Action 1 Mail/ })
        .first()
        .click();
    await remove.first().click();
    await page.getByLabel('To', { exact: true }).fill('{{content.emial}}');
    await page.getByLabel('To', { exact: true }).press('Enter');
    await page.keyboard.press('ControlOrMeta+s');
    const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
    await expect(dialog.getByRole('list', { name: 'Effect' })).toBeVisible();
  },
  'dispatcher-underlined': async (stage) => {
    const { page } = stage;
    await openDispatcher(stage);
    const remove = page.getByRole('button', { name: /^Remove \{\{content\.email/ });
    if (!(await remove.first().isVisible()))
      await page
        .getByRole('button', { name: /^Action 1 Mail/ })
        .first()
        .click();
    await page.getByLabel('To', { exact: true }).fill('{{content.');
    await expect(page.getByRole('listbox')).toBeVisible();
  },
  'dispatcher-history': async (stage) => {
    await openDispatcher(stage);
    await stage.page.getByRole('button', { name: 'History', exact: true }).click();
    await expect(stage.page.getByRole('article', { name: 'As it is now' })).toBeVisible();
  },
  'dispatcher-many-actions': async (stage) => {
    await goTo('/dispatchers')(stage);
    await stage.page.getByRole('link', { name: 'Tell that an order is on its way' }).click();
    await expect(stage.page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
  },
  'bulk-bar': async (stage) => {
    await goTo('/runs?status=failed')(stage);
    await stage.page.getByRole('checkbox', { name: 'Select all that are shown' }).click();
    await expect(stage.page.getByRole('region', { name: 'Selection' })).toBeVisible();
  },
  'bulk-dialog': async (stage) => {
    await STATES['bulk-bar']?.(stage);
    await stage.page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Retry' }).click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  'dialog-replay': async (stage) => {
    await goTo(pathTo(stage.seeded, '/events/{id}'))(stage);
    await stage.page.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  'dialog-send-event': pressButton('/events', 'Send a test event'),
  'dialog-run-function': pressButton('/tasks', /^(Run|New)/),
  'dialog-schedule': pressButton('/tasks/schedules', /^New/),
  'dialog-source': pressButton('/sources', /^New/),
  'dialog-user': pressButton('/settings/users', /^(New|Create|Add|Invite)/),
  'dialog-role': pressButton('/settings/roles', /^(New|Create|Add)/),
  'dialog-token': pressButton('/settings/tokens', /^(New|Create|Add)/),
  'dialog-application': pressButton('/settings/applications', /^(New|Create|Add)/),
  'dialog-language': pressButton('/localizations', /^(New|Add).*language/i),
  'dialog-delete': async (stage) => {
    await goTo('/dispatchers')(stage);
    await stage.page.getByRole('button', { name: 'More for Welcome a new user' }).click();
    await stage.page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(stage.page.getByRole('dialog')).toBeVisible();
  },
  'import-plan': async (stage) => {
    const { page } = stage;
    await goTo('/settings/transfer')(stage);
    const file = { name: 'dispatchers.json', mimeType: 'application/json', buffer: Buffer.from(IMPORT) };
    await page.getByLabel('dispatchers.json').and(page.locator('input')).setInputFiles(file);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect(page.getByRole('region', { name: 'Plan' })).toBeVisible();
  },
  'not-found': goTo('/nothing/here'),
  'not-there': async ({ page, url }) => {
    await page.goto(`${url}/events/ffffffffffffffffffffffff`);
    await expect(page.getByRole('main').getByText(/ffffffffffffffffffffffff/)).toBeVisible();
  },
  error: async ({ page, url }) => {
    const list = '**/api/v1/events?*';
    const answer = { code: 500, name: 'INTERNAL', message: 'The database is busy', exceptionId: '0191f3' };
    await page.route(list, (route) => route.fulfill({ status: 400, json: answer }));
    await page.goto(`${url}/events`);
    await expect(page.getByRole('alert').filter({ hasText: 'The database is busy' })).toBeVisible({ timeout: 20_000 });
    await page.unroute(list);
  },
  offline: async (stage) => {
    await goTo('/events')(stage);
    await stage.page.context().setOffline(true);
    await expect(stage.page.getByText(/You are offline/)).toBeVisible();
  },
  'no-match': async (stage) => {
    await goTo('/events?text=nothing+says+this')(stage);
  },
  loading: async ({ page, url }) => {
    await page.route('**/api/v1/mails?*', () => {});
    await page.goto(`${url}/mails`);
    await expect(page.getByRole('status', { name: /^Loading/ }).first()).toBeVisible();
  },
  'session-ended': async (stage) => {
    const { page } = stage;
    await goTo('/dispatchers/new')(stage);
    await page.getByLabel('Name', { exact: false }).first().fill('Half a dispatcher');
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.getByLabel('Event type').fill('order_shipped');
    await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
    await page.context().addCookies(cookies);
  },
};

/** The lists of a console in which nothing has happened yet. */
export const EMPTY_PAGES = [
  '/',
  '/events',
  '/runs',
  '/mails',
  '/tasks',
  '/tasks/schedules',
  '/dispatchers',
  '/templates',
  '/localizations',
  '/functions',
  '/sources',
  '/settings/tokens',
  '/settings/applications',
];
