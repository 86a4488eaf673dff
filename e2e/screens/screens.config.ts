import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

/** `npm run screens`: pictures of every page into `screens/`, which is not part of the repository. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'take-screens.ts',
  globalSetup: './empty-folder.ts',
  timeout: 1_800_000,
  // On a machine that does much else, a page may take its time.
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: 'list',
  outputDir: '../../test-results',
});
