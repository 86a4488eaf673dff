import type { Page } from '@playwright/test';
import { type Api, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { REFUSED } from './fixtures/settings-page';

const NAME = 'Seen before any script';

let server: DispatchersServer;
let api: Api;
let id: string;

test.beforeAll(async () => {
  server = await startDispatchers();
  api = await signIn(server);
  id = await createDispatcher(api, 'seen_at_once', [{ type: 'task', functionName: 'nothing' }], { name: NAME });
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

/** A document, as a browser gets it before it runs anything. */
async function readDocument(page: Page, path = `/dispatchers/${id}`, mode = 'navigate'): Promise<string> {
  const answer = await page.request.get(server.url + path, { headers: { 'sec-fetch-mode': mode } });
  expect(answer.headers()['cache-control']).toContain('no-store');
  return answer.text();
}

test('the documents of the list and the editor hold their rows and the filled form, for who may see them', async ({
  page,
}) => {
  await signInToConsole(page, server.url);
  expect(await readDocument(page)).toContain(`value="${NAME}"`);
  expect(await readDocument(page, '/dispatchers')).toContain(`title="${NAME}"`);
});

test('a document tells nobody what they may not see', async ({ page, noise }) => {
  noise.allow(REFUSED);
  expect(await readDocument(page), 'nobody is signed in').not.toContain(NAME);
  const role = uniqueName('role');
  await api.call('POST', '/api/v1/roles', { name: role, permissions: ['VIEW_EVENTS'] });
  const person = await createUser(api, role);
  await signInAs(page, server.url, person);
  const html = await readDocument(page);
  expect(html, 'the frame is that of who is signed in').toContain(person.email);
  expect(html, 'without VIEW_DISPATCHERS').not.toContain(NAME);
  expect(await readDocument(page, '/dispatchers'), 'without VIEW_DISPATCHERS').not.toContain(NAME);
});

test('within the console a page asks by itself: what the browser knows may be newer', async ({ page }) => {
  await signInToConsole(page, server.url);
  expect(await readDocument(page, undefined, 'cors')).not.toContain(NAME);
});

test('who comes back to an editor sees what was saved since its document', async ({ page }) => {
  await page.clock.install();
  await signInToConsole(page, server.url);
  const own = await createDispatcher(api, 'came_back', [], { name: uniqueName('before') });
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await page.goto(`${server.url}/dispatchers/${own}`);
  await expect(name).toHaveValue(/^before/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  const after = uniqueName('after');
  await api.call('PUT', `/dispatchers/v1/${own}`, { name: after });
  // By then the console has forgotten what it read, while Next still has what the page was given.
  await page.clock.fastForward('06:00');
  await page.goBack();
  await expect(name).toHaveValue(after);
});
