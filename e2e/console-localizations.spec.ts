import type { Page } from '@playwright/test';
import { type Api, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createTemplate, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

async function create(...localizations: { key: string; text: Record<string, string> }[]): Promise<void> {
  await api.call('POST', '/localizations/v1/', { localizations });
}

async function textsOf(key: string): Promise<Record<string, string> | undefined> {
  const path = `/localizations/v1/?eq(key,string:${encodeURIComponent(key)})`;
  const { body } = await api.call<{ data: { text: Record<string, string> }[] }>('GET', path);
  return body.data[0]?.text;
}

const cell = (page: Page, language: string, key: string) =>
  page.getByRole('button', { name: new RegExp(`^${language} text of ${key}:`) });
const field = (page: Page, language: string, key: string) =>
  page.getByRole('textbox', { name: `${language} text of ${key}` });

test('an empty table teaches the first key, which is then there', async ({ page }) => {
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations`);
  await expect(page.getByRole('heading', { name: 'No localizations yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Add key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a key' });
  await dialog.getByLabel('Key', { exact: true }).fill('first.key');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(dialog.getByText(/the other languages fall back on it/i)).toBeVisible();
  await dialog.getByLabel('EN text').fill('Hello {{name}}');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(cell(page, 'EN', 'first.key')).toHaveText('Hello {{name}}');

  await page.getByRole('button', { name: 'Add key' }).first().click();
  await dialog.getByLabel('Key', { exact: true }).fill('first.key');
  await dialog.getByLabel('EN text').fill('again');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(dialog.getByText('Exists already')).toBeVisible();
  expect(await textsOf('first.key')).toEqual({ EN: 'Hello {{name}}' });
});

test('texts are written by keyboard as in a spreadsheet, and can be taken back', async ({ page }) => {
  const [a, b] = [uniqueName('sheet.a'), uniqueName('sheet.b')];
  await create({ key: a, text: { EN: 'One', NL: 'Een' } }, { key: b, text: { EN: 'Two' } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=sheet.`);
  await cell(page, 'EN', a).focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, 'NL', a)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field(page, 'NL', a)).toBeFocused();
  await page.keyboard.insertText('Iets anders');
  await page.keyboard.press('Escape');
  await expect(cell(page, 'NL', a)).toBeFocused();
  await expect(cell(page, 'NL', a)).toHaveText('Een');

  await page.keyboard.press('Enter');
  await page.keyboard.insertText('Eén');
  await page.keyboard.press('Tab');
  await expect(cell(page, 'EN', b)).toBeFocused();
  await expect(cell(page, 'NL', a)).toHaveText('Eén');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  await page.keyboard.insertText('Twee');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'NL', b)).toBeFocused();
  await expect.poll(() => textsOf(b)).toEqual({ EN: 'Two', NL: 'Twee' });
  expect(await textsOf(a)).toEqual({ EN: 'One', NL: 'Eén' });

  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(cell(page, 'NL', b)).toHaveText('missing');
  await expect.poll(() => textsOf(b)).toEqual({ EN: 'Two' });

  await cell(page, 'EN', b).click();
  await field(page, 'EN', b).fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/An EN text is required/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cell(page, 'EN', b)).toHaveText('Two');
});

test('a text that cannot be saved is taken back with the reason, and what was typed is not lost', async ({
  page,
  noise,
}) => {
  noise.allow(/status of (409|500)/);
  const key = uniqueName('contested');
  await create({ key, text: { EN: 'ours' } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=${key}`);
  await expect(cell(page, 'EN', key)).toHaveText('ours');
  await api.call('PUT', '/localizations/v1/', { localizations: [{ key, text: { EN: 'theirs', FR: 'leur' } }] });
  await cell(page, 'EN', key).click();
  await field(page, 'EN', key).fill('mine');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/not saved: Somebody else changed this text/)).toBeVisible();
  await expect(cell(page, 'EN', key)).toHaveText('theirs');
  await page.getByRole('button', { name: 'Edit again' }).click();
  await expect(field(page, 'EN', key)).toHaveValue('mine');
  await page.keyboard.press('Enter');
  await expect.poll(() => textsOf(key)).toEqual({ EN: 'mine', FR: 'leur' });
});

test('languages are added, missing texts are found, and a language is removed with its count', async ({ page }) => {
  const [a, b] = [uniqueName('lang.a'), uniqueName('lang.b')];
  await create({ key: a, text: { EN: 'One' } }, { key: b, text: { EN: 'Two' } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=lang.`);
  await page.getByRole('button', { name: 'Add language' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a language' });
  await dialog.getByLabel('Language code').fill('no code');
  await dialog.getByRole('button', { name: 'Add language' }).click();
  await expect(dialog.getByText(/A code such as NL/)).toBeVisible();
  await dialog.getByLabel('Language code').fill('DA');
  await expect(page.getByRole('option', { name: /^DA/ })).toBeVisible();
  await dialog.getByLabel('Language code').press('Escape');
  await dialog.getByRole('button', { name: 'Add language' }).click();
  await expect(page).toHaveURL(/lang=DA/);
  await cell(page, 'DA', a).click();
  await page.keyboard.insertText('En');
  await page.keyboard.press('Enter');
  await expect.poll(() => textsOf(a)).toEqual({ EN: 'One', DA: 'En' });

  await page.getByRole('combobox', { name: 'Texts' }).click();
  await page.getByRole('option', { name: 'Missing in DA' }).click();
  await expect(page).toHaveURL(/missing=DA/);
  await expect(cell(page, 'DA', a)).toHaveCount(0);
  await expect(cell(page, 'DA', b)).toHaveText('missing');
  await page.goto(`${server.url}/localizations?q=lang.`);

  await page.getByRole('button', { name: 'More for DA' }).click();
  await page.getByRole('menuitem', { name: 'Remove DA' }).click();
  await expect(page.getByRole('dialog').getByText(/Its one text is lost/)).toBeVisible();
  await page.getByRole('button', { name: 'Remove one text' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(cell(page, 'DA', a)).toHaveCount(0);
  await expect.poll(() => textsOf(a)).toEqual({ EN: 'One' });
});

test('places that differ between languages are warned of', async ({ page }) => {
  const key = uniqueName('places');
  await create({ key, text: { EN: 'Hi {{name}}', NL: 'Dag {{nam}}' } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=${key}`);
  await expect(cell(page, 'NL', key)).toContainText('lacks {{name}}; has {{nam}}, which the EN text has not');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveText('1 key');
  await cell(page, 'NL', key).click();
  await field(page, 'NL', key).fill('Dag {{ name }}');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'NL', key)).toHaveText('Dag {{ name }}');
});

test('keys are deleted with the count of what is lost and the templates that need them, and come back', async ({
  page,
}) => {
  const [a, b] = [uniqueName('gone.a'), uniqueName('gone.b')];
  await create({ key: a, text: { EN: 'One', NL: 'Een' } }, { key: b, text: { EN: 'Two' } });
  const { name } = await createTemplate(api, { subject: `{{t '${a}'}}`, body: 'x' });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=gone.`);
  await expect(page.getByRole('link', { name })).toBeVisible();
  await page.getByLabel('Select all keys of this page').check();
  await page.getByRole('button', { name: 'Delete 2 keys' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 2 keys?' });
  await expect(dialog.getByText(/^3 texts are lost/)).toBeVisible();
  await expect(dialog.getByText(`${a} is in use: mails of ${name} will fail`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete 2 keys' }).click();
  await expect(page.getByText('No keys match what you asked for.')).toBeVisible();
  expect(await textsOf(a)).toBeUndefined();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cell(page, 'NL', a)).toHaveText('Een');
  expect(await textsOf(b)).toEqual({ EN: 'Two' });
});

test('thousands of keys are read page by page, and very long texts keep their place', async ({ page }) => {
  const prefix = uniqueName('many');
  const keyOf = (index: number) => `${prefix}.${String(index).padStart(4, '0')}`;
  const all = Array.from({ length: 1_500 }, (_, index) => ({ key: keyOf(index), text: { EN: `Text ${index}` } }));
  await create(...all.slice(0, 1_000));
  await create(...all.slice(1_000));
  await create({ key: `${prefix}.zz`, text: { EN: `${'long words '.repeat(5_000)}end` } });
  await signInToConsole(page, server.url);
  await page.goto(`${server.url}/localizations?q=${prefix}`);
  await expect(page.getByText('1–50 of 1501 keys')).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(cell(page, 'EN', keyOf(50))).toHaveText('Text 50');
  await expect(page).toHaveURL(/page=2/);
  await page.goto(`${server.url}/localizations?q=${prefix}.zz`);
  const box = await cell(page, 'EN', `${prefix}.zz`).boundingBox();
  expect(box?.height).toBeLessThan(100);
});

test('a Viewer sees all texts and can change none', async ({ page }) => {
  const key = uniqueName('looked-at');
  await create({ key, text: { EN: 'Look' } });
  await signInAs(page, server.url, await createUser(api, 'Viewer'));
  await page.goto(`${server.url}/localizations?q=${key}`);
  await cell(page, 'EN', key).press('Enter');
  await cell(page, 'EN', key).click({ force: true });
  await expect(field(page, 'EN', key)).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^(Add key|Add language|More for)/ })).toHaveCount(0);
});

test('what cannot be loaded says so', async ({ page, noise }) => {
  noise.allow(/status of 500/);
  await signInToConsole(page, server.url);
  const answer = { code: 1, name: 'SERVER_EXCEPTION', message: 'Out of order' };
  await page.route('**/api/v1/localizations?*', (route) => route.fulfill({ status: 500, json: answer }));
  await page.goto(`${server.url}/localizations`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Out of order');
  await page.unroute('**/api/v1/localizations?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});
