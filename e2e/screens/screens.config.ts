import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

/** `npm run screens`: pictures of every page into `screens/`, which is not part of the repository. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'take-screens.ts',
  globalSetup: './empty-folder.ts',
  timeout: 900_000,
  workers: 1,
  reporter: 'list',
  outputDir: '../../test-results',
});
