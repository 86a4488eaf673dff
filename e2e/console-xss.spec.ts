import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { PAYLOADS, type Planted, plantPayloads } from './fixtures/planted-console';
import { OPEN_PAGES } from './fixtures/seeded-console';

const TIMEOUT_MS = 240_000;
/** Pages of a list that are looked at: together they show every record. */
const MAX_PAGES = 9;
const PAGED = ['/dispatchers', '/templates', '/localizations'];
/** There may not be more of them. */
const LIMITED: Record<string, number> = { '/api/v1/roles': 100 };
/** The errors of a request that was not let out: the content security policy, or another origin's rules, forbid it. */
const NOT_LET_OUT = ['csp', 'origin'];
/** Where a frame is that led nowhere; had it asked anybody on the way, the request would be seen. */
const NOWHERE = /^(about:(blank|srcdoc)|chrome-error:\/\/chromewebdata\/|)$/;
/** How the browser tells what it refuses to a frame that may do nothing. */
const REFUSED_BY_BROWSER = [
  /about:srcdoc|Content Security Policy|policy: |(csp|origin)$/,
  /^error: (Blocked|Refused|Not allowed)/,
  /'javascript' URLs|fenced frame/,
];
const CLICK_TIMEOUT_MS = 5_000;
const MORE = /^(Show|Load) (more|older)/;

let server: DispatchersServer;
let planted: Planted;

test.describe.configure({ mode: 'serial', timeout: TIMEOUT_MS });
test.beforeAll(async () => {
  test.setTimeout(TIMEOUT_MS);
  server = await startDispatchers({ env: { MAIL_FROM: '', LOG_LEVEL: 'error' } });
  planted = await plantPayloads(await signIn(server));
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** What a payload would be seen by; a breach of the policy is seen by the fixture. */
async function watch(page: Page): Promise<string[]> {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => seen.push(`window: ${popup.url()}`));
  page.on('framenavigated', (frame) => {
    const isOurs = frame.url().startsWith(server.url) || NOWHERE.test(frame.url());
    if (!isOurs) seen.push(`went to ${frame.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOurs = url.origin === server.url || ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!isOurs || /xss|\/x$/.test(url.pathname)) seen.push(`asked for ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const asked = seen.indexOf(`asked for ${request.url()}`);
    if (asked >= 0 && NOT_LET_OUT.includes(request.failure()?.errorText ?? '')) seen.splice(asked, 1);
  });
  await page.exposeFunction('tellXss', () => seen.push('a script ran'));
  await page.addInitScript(() => {
    const tell = () => (window as unknown as { tellXss(): void }).tellXss();
    Object.assign(window, { xss: tell, alert: tell, confirm: tell, prompt: tell, print: tell });
  });
  return seen;
}

/** What the policy refuses is told as asked for until the refusal is told too, which is at once. */
async function expectNothing(seen: string[], of?: string): Promise<void> {
  await expect.poll(() => seen, of).toEqual([]);
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(server.url + path);
  await expect(page.locator('h1').first(), path).toBeVisible();
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
}

test('S-10: the corpus is large, and nearly all of it is stored in every kind of record', () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(200);
  const few = Object.entries(planted.stored).filter(([path, count]) => count > 1 && count < (LIMITED[path] ?? 200));
  expect.soft(few).toEqual([]);
  expect.soft(Object.keys(planted.stored).length).toBeGreaterThanOrEqual(12);
});

test('S-08: a script that does get into a page is refused by the policy, and this test would see it', async ({
  page,
  noise,
}) => {
  noise.allow(/policy|Content Security Policy|Refused|violates/, /status of 404/);
  const seen = await watch(page);
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  await signInToConsole(page, server.url);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="/x" onerror="xss(1)"><a id="j" href="javascript:xss(1)">x</a>',
    );
    document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<script>parent.xss(1)</script>' }));
    document.getElementById('j')?.click();
  });
  await expect.poll(() => refused.filter((line) => line.startsWith('policy: script-src')).length).toBeGreaterThan(1);
  expect(seen).toEqual([`asked for ${server.url}/x`]);
  await page.evaluate(() => (window as unknown as { xss(): void }).xss());
  await expect.poll(() => seen).toContain('a script ran');
});

test('S-10: no payload runs, asks for anything or leads away, on any page', async ({ page }) => {
  const seen = await watch(page);
  await signInToConsole(page, server.url);
  // What was stored is there, as text.
  await open(page, `/dispatchers?q=${encodeURIComponent('<script>xss(1)</script>')}`);
  await expect(page.getByText('<script>xss(1)</script>', { exact: true }).first()).toBeVisible();
  for (const path of planted.paths.filter((one) => !OPEN_PAGES.has(one))) {
    await open(page, path);
    if (PAGED.includes(path)) {
      for (let number = 2; number <= MAX_PAGES; number++) await open(page, `${path}?page=${number}`);
    }
    const more = page.getByRole('button', { name: MORE });
    for (let clicks = 1; clicks < MAX_PAGES && (await more.isVisible()); clicks++) {
      // The last page takes the button away, which may be between the look at it and the click.
      await more.click({ timeout: CLICK_TIMEOUT_MS }).catch(async (error: unknown) => {
        if (await more.isVisible()) throw error;
      });
      await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
    }
    await expectNothing(seen, path);
    expect(page.url().startsWith(server.url)).toBe(true);
  }
});

test('S-09: no payload in a mail runs, asks for anything, reads a cookie or moves the window', async ({ page }) => {
  const seen = await watch(page);
  await openMail(page);
  const before = page.url();
  // Each payload in a frame of its own, as the console shows it: not even a complaint of the policy is heard.
  await showAlone(page, true);
  await expectNothing(seen);
  expect(page.url()).toBe(before);
});

test('S-09: nor does it when the eye is spared nothing: what is taken out is not what protects', async ({
  page,
  noise,
}) => {
  noise.allow(...REFUSED_BY_BROWSER);
  const seen = await watch(page);
  await openMail(page);
  const before = page.url();
  await showAlone(page, false);
  await expectNothing(seen);
  expect(page.url()).toBe(before);
});

/** Opens the page of a mail, and brings what its frames are made with. */
async function openMail(page: Page): Promise<void> {
  await signInToConsole(page, server.url);
  await open(page, planted.paths.find((one) => one.startsWith('/mails/')) ?? '');
  const frame = page.locator('iframe[sandbox]').first();
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(frame).toHaveAttribute('referrerpolicy', 'no-referrer');
  await page.evaluate(await mailDisplay());
}

/** How the console makes the document of a mail, as a script that leaves it behind as `toShown`. */
async function mailDisplay(): Promise<string> {
  const contents = `
    import { toMailDocument } from '@/components/data/mail-document';
    import { quietMail } from '@/components/data/quiet-mail';
    globalThis.toShown = (html, quiet) => toMailDocument(quiet ? quietMail(html).html : html);`;
  const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' } as const;
  const { outputFiles } = await build({ stdin, bundle: true, format: 'iife', write: false });
  return outputFiles[0]?.text ?? '';
}

async function showAlone(page: Page, quiet: boolean): Promise<void> {
  const shown = await page.evaluate(
    async ({ payloads, isQuiet }) => {
      const { toShown } = globalThis as unknown as { toShown(html: string, quiet: boolean): string };
      const loaded = payloads.map((payload) => {
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', '');
        frame.referrerPolicy = 'no-referrer';
        frame.srcdoc = toShown(payload, isQuiet);
        const done = new Promise((resolve) => frame.addEventListener('load', resolve));
        document.body.append(frame);
        return done;
      });
      await Promise.race([Promise.all(loaded), new Promise((resolve) => setTimeout(resolve, 20_000))]);
      return document.querySelectorAll('iframe').length;
    },
    { payloads: PAYLOADS, isQuiet: quiet },
  );
  expect(shown).toBeGreaterThan(PAYLOADS.length);
}
