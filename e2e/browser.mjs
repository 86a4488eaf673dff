import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The executable of a Chromium: Playwright's own where it is, else the system's; undefined when there is none. */
export function findBrowser() {
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  for (const name of SYSTEM_BROWSERS) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

/** Finds a browser, or installs one: Playwright's, else Debian's. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  process.stdout.write('Installing a browser …\n');
  const own = spawnSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], { stdio: 'inherit' });
  if (own.status !== 0 || !findBrowser()) {
    execFileSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium'], { stdio: 'inherit' });
  }
  const installed = findBrowser();
  if (!installed) throw new Error('no Chromium could be found or installed');
  return installed;
}
