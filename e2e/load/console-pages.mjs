// The part of `npm run bench:console` that looks with a browser: the pages that people have open all day.
import { cpus, loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import { ensureBrowser } from '../browser.mjs';
import { CPU_SLOWDOWN, visitSlowly } from './page-vitals.mjs';

const VISITS = 7;
/** A type that the database holds events of, and five dispatchers. */
const EVENT_TYPE = 'large_type_0';
const KEY_DELAY_MS = 100;
const TARGETS = { paint: 1_500, shift: 0.01, scripts: 200, slowest: 100 };
const WORDS = {
  paint: 'largest paint, ms',
  shift: 'layout shift',
  scripts: 'scripts, kB',
  slowest: 'slowest interaction, ms',
};

const type = (page, text) => page.keyboard.type(text, { delay: KEY_DELAY_MS });

async function choose(page, list, option) {
  await page.getByRole('combobox', { name: list, exact: true }).click();
  await option(page.getByRole('option')).click();
}

/** @param {string} dispatcher id of one with a mail, a task and events of its type */
const listPages = (dispatcher) => ({
  'page: dispatchers': {
    path: '/dispatchers',
    isShown: (page) =>
      page
        .getByRole('button', { name: /^More for/ })
        .first()
        .waitFor(),
    acts: {
      'types a search': async (page) => {
        await page.getByRole('textbox', { name: 'Search dispatchers' }).click();
        await type(page, 'large');
      },
      'chooses an order': (page) => choose(page, 'Sort by', (options) => options.filter({ hasText: 'Name' })),
      'chooses a filter': (page) => choose(page, 'Enabled', (options) => options.nth(1)),
      "opens a row's menu": async (page) => {
        await page
          .getByRole('button', { name: /^More for/ })
          .first()
          .click();
        await page.getByRole('menuitem', { name: 'Its runs' }).waitFor();
        await page.keyboard.press('Escape');
      },
    },
  },
  'page: dispatcher editor': {
    path: `/dispatchers/${dispatcher}`,
    isShown: (page) => page.getByRole('article', { name: 'Preview of action 2: task' }).waitFor(),
    acts: {
      'types in a field': async (page) => {
        await page.getByRole('textbox', { name: 'Name', exact: true }).click();
        await page.keyboard.press('ControlOrMeta+A');
        // Another one each time: what has not changed is not saved.
        await type(page, `Large ${Date.now() % 1_000_000}`);
      },
      'opens a select': (page) => choose(page, 'Event', (options) => options.nth(1)),
      'adds an action': (page) => page.getByRole('button', { name: 'Add mail' }).click(),
      'removes it': async (page) => {
        await page.getByRole('button', { name: 'More for action 3' }).click();
        await page.getByRole('menuitem', { name: 'Remove' }).click();
      },
      saves: async (page) => {
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
        await dialog.getByRole('button', { name: 'Save', exact: true }).click();
        await dialog.waitFor({ state: 'hidden' });
      },
    },
  },
});

/**
 * Visits the pages whose name holds `only`, prints a table, and answers the figures.
 * @param {{url: string, cookie: string}} server
 * @param {(path: string) => Promise<any>} get reads JSON as an administrator
 */
export async function measurePages(server, get, only) {
  const { data } = await get(`/api/v1/dispatchers?eventType=${EVENT_TYPE}`);
  const chosen = Object.entries(listPages(data[0].id)).filter(([name]) => name.includes(only));
  if (chosen.length === 0) return [];
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });
  try {
    process.stdout.write(`\nwith a processor ${CPU_SLOWDOWN} times as slow; medians of ${VISITS} visits\n`);
    const results = [];
    for (const [name, visit] of chosen) results.push(...(await measurePage(browser, server, name, visit)));
    return results;
  } finally {
    await browser.close();
    tellOfOthers();
  }
}

async function measurePage(browser, server, name, visit) {
  const visits = [];
  for (let n = 0; n < VISITS; n++) {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB' });
    await context.addCookies(toCookies(server));
    const seen = await visitSlowly(await context.newPage(), { ...visit, url: server.url + visit.path });
    visits.push({ ...seen, slowest: Math.max(...Object.values(seen.acts)) });
    await context.close();
  }
  process.stdout.write(`${row(name, 'median', 'max', 'target')}\n`);
  const results = Object.keys(TARGETS).map((figure) =>
    judge(
      name,
      WORDS[figure],
      visits.map((seen) => seen[figure]),
      TARGETS[figure],
    ),
  );
  for (const result of results) tell(result);
  // The slowest of each visit is judged; these say which it was.
  for (const act of Object.keys(visit.acts)) {
    tell(
      judge(
        name,
        `  ${act}`,
        visits.map((seen) => seen.acts[act]),
        TARGETS.slowest,
      ),
    );
  }
  return results;
}

function judge(operation, name, figures, limit) {
  const sorted = figures.toSorted((a, b) => a - b);
  return { operation, name, median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1), limit };
}

function tell({ name, median, max, limit }) {
  const format = (figure) => (limit < 1 ? figure.toFixed(4) : figure.toFixed(0));
  const missed = median > limit ? '  MISSED' : '';
  process.stdout.write(`${row(`  ${name}`, format(median), format(max), `≤ ${limit}`)}${missed}\n`);
}

function row(name, ...figures) {
  return name.padEnd(52) + figures.map((figure) => figure.padStart(9)).join('');
}

function toCookies({ url, cookie }) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}

/** A browser that has to wait for a processor looks like a slow page. */
function tellOfOthers() {
  const [load] = loadavg();
  const processors = cpus().length;
  if (load > processors) {
    process.stdout.write(
      `  the machine was busy: ${load.toFixed(1)} processes wanted to run on ${processors} processors\n`,
    );
  }
}
