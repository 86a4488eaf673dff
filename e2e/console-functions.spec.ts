import { spawn } from 'node:child_process';
import type { Page } from '@playwright/test';
import { writeZip } from '@/lib/functions/write-zip';
import { type Api, signIn } from './fixtures/api';
import { expect, signInToConsole, test } from './fixtures/console';
import { type DispatchersServer, freePort, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createHttpFunction, uniqueName } from './fixtures/factories';
import { createUser, signInAs } from './fixtures/people';
import { waitFor } from './fixtures/wait-for';

const CANARY = 'canary-5d1a-never-shown-again';

let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: 'localhost' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});
test.beforeEach(({ page }) => signInToConsole(page, server.url));

const editor = (page: Page, name: RegExp | string) => page.getByRole('textbox', { name });
const result = (page: Page) => page.getByRole('region', { name: 'Result of the test run' });

/** Replaces all of a code editor's text, as somebody who pastes. */
async function write(page: Page, name: RegExp | string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** The API refuses on purpose: the browser notes the status. */
const REFUSED = /status of 400/;

test('a function is written here, tried, and edited later as it was written', async ({ page }) => {
  const name = uniqueName('written');
  await page.goto(`${server.url}/functions`);
  // On a list without functions, the words for a first use hold the same button once more.
  await page.getByRole('button', { name: 'New function' }).first().click();
  await page.getByRole('menuitem', { name: 'Write it here' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await expect(editor(page, 'index.js')).toContainText('exports.handler');
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(page).toHaveURL(`${server.url}/functions/${name}`);

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(result(page).getByText('Complete')).toBeVisible();
  await expect(result(page).getByRole('group', { name: 'result' })).toContainText('"done": true');
  await expect(result(page).getByRole('group', { name: 'log' })).toContainText('for no event');

  await page.reload();
  await expect(editor(page, 'index.js')).toContainText('Runs once for each task');
  await write(page, 'index.js', 'exports.handler = async ({ data }) => ({ twice: data.number * 2 });\n');
  await write(page, 'Data', '{ "number": 21 }');
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(result(page).getByRole('group', { name: 'result' })).toContainText('"twice": 42');
  await expect(page.getByText('Not saved')).toBeHidden();
});

test('a mistake in the code is shown with its place in the code, and an endless loop is stopped by its limit', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  const name = await createFunction(api, 'const = 1;\n', { timeLimit: 3 });
  await page.goto(`${server.url}/functions/${name}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(result(page).getByText('Failed')).toBeVisible();
  await expect(result(page).getByText(/SyntaxError/)).toBeVisible();
  await expect(result(page).getByRole('list', { name: 'Places in its code' })).toContainText('index.js:1');

  await write(
    page,
    'index.js',
    'function inner() {\n  throw new TypeError("the CRM is away");\n}\nexports.handler = inner;\n',
  );
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(result(page).getByText('TypeError: the CRM is away')).toBeVisible();
  await expect(result(page).getByRole('list', { name: 'Places in its code' })).toContainText('inner (index.js:2:9)');

  await write(page, 'index.js', 'exports.handler = () => {\n  for (;;);\n};\n');
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(page.getByText(/Running for \d+ s of at most 3 s/)).toBeVisible();
  await expect(result(page).getByText(/TimeLimitExceeded: .*3 s/)).toBeVisible();
});

test('a zip is looked into before it is sent; one that is broken, or lacks the entry point, is refused in words', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  await page.goto(`${server.url}/functions/new?start=zip`);
  await page.getByLabel('Name', { exact: true }).fill(uniqueName('zipped'));
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(page.getByText('Is required')).toBeVisible();

  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('Zip file').setInputFiles({ name, mimeType: 'application/zip', buffer });
  await choose('broken.zip', Buffer.from('PK this is no zip'));
  await expect(page.getByText('broken.zip is not a zip that can be read')).toBeVisible();

  const files = [
    { path: 'main.js', content: 'exports.handler = () => "from the zip";' },
    { path: 'lib/util.js', content: 'x'.repeat(5_000) },
  ];
  await choose('code.zip', writeZip(files));
  await expect(page.getByRole('list', { name: 'In the chosen zip' })).toContainText('lib/util.js4.9 KB');
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(page.getByText(/The entry point index.handler needs a file/)).toBeVisible();

  await page.getByLabel('Entry point').fill('main.handler');
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(page.getByRole('list', { name: 'Stored now' })).toContainText('main.js');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(result(page).getByRole('group', { name: 'result' })).toContainText('from the zip');
});

test('environment values are kept, replaced and removed, and never shown again', async ({ page }) => {
  const code = 'exports.handler = () => [process.env.A_KEY?.length, process.env.B_KEY?.length];';
  const name = await createFunction(api, code);
  const seen: string[] = [];
  page.on('response', async (response) => {
    if (response.url().includes('/functions')) seen.push(await response.text().catch(() => ''));
  });
  await page.goto(`${server.url}/functions/${name}`);
  for (const [index, key] of ['A_KEY', 'B_KEY'].entries()) {
    await page.getByRole('button', { name: 'Add a value' }).click();
    await page.getByLabel('Name', { exact: true }).nth(index).fill(key);
    await page.getByLabel('Value', { exact: true }).nth(index).fill(CANARY);
  }
  await page.getByRole('button', { name: 'Save and run' }).click();
  const shown = result(page).getByRole('group', { name: 'result' });
  await expect(shown).toContainText(String(CANARY.length));

  await page.getByRole('button', { name: 'Remove B_KEY' }).click();
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(shown).toContainText('null');
  await expect(shown).toContainText(String(CANARY.length));
  await page.getByRole('button', { name: 'Replace A_KEY' }).click();
  await page.getByLabel('Value', { exact: true }).fill('four');
  await page.getByRole('button', { name: 'Save and run' }).click();
  await expect(shown).toContainText('4');

  await page.reload();
  await expect(page.getByRole('button', { name: 'Replace A_KEY' })).toBeVisible();
  expect(await page.content()).not.toContain(CANARY);
  expect(seen.join()).not.toContain(CANARY);
  await page.getByRole('button', { name: 'Add a value' }).click();
  await page.getByLabel('Name', { exact: true }).nth(1).fill('NODE_OPTIONS');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Is a reserved name')).toBeVisible();
});

test('an HTTP function shows its secret once; a private address is refused in words', async ({ page, noise }) => {
  noise.allow(REFUSED);
  const name = uniqueName('private');
  await page.goto(`${server.url}/functions/new?start=http`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('URL').fill('ftp://example.org');
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(page.getByText(/Must be an http\(s\) URL/)).toBeVisible();
  await page.getByLabel('URL').fill('https://127.0.0.1:9999/hook');
  await page.getByRole('button', { name: 'Create function' }).click();
  await expect(
    page.getByText(/127\.0\.0\.1 is not a public address; private targets must be allow-listed/),
  ).toBeVisible();
  await page.getByLabel('URL').fill(`http://localhost:${await freePort()}/hook`);
  await page.getByRole('button', { name: 'Create function' }).click();
  const dialog = page.getByRole('dialog', { name: 'The signing secret' });
  await expect(dialog.getByRole('group', { name: 'signing secret' })).toContainText('whsec_');
  const secret = (await dialog.getByRole('group', { name: 'signing secret' }).textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept it' }).click();

  await expect(page).toHaveURL(`${server.url}/functions/${name}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(result(page).getByText(/the connection was refused/)).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole('button', { name: 'New signing secret' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(dialog.getByRole('group', { name: 'signing secret' })).toContainText('whsec_');
  await expect(dialog.getByRole('group', { name: 'signing secret' })).not.toContainText(secret);
});

test('the code of a receiver works when pasted: it checks who calls, and does its effect once', async ({
  page,
  noise,
}) => {
  noise.allow(REFUSED);
  const port = await freePort();
  const { name, secret } = await createHttpFunction(api, `http://localhost:${port}/`);
  await page.goto(`${server.url}/functions/${name}`);
  const code = (await page.getByRole('group', { name: 'Node.js receiver' }).textContent()) ?? '';
  const start = (key: string) =>
    spawn(process.execPath, ['--input-type=module', '-e', code.replace('3001', String(port))], {
      env: { ...process.env, SIGNING_SECRET: key },
    });
  const run = page.getByRole('button', { name: 'Run', exact: true });

  const receiver = start(secret);
  try {
    await waitFor('the receiver to listen', () => fetch(`http://localhost:${port}`).catch(() => undefined));
    await run.click();
    await expect(result(page).getByRole('group', { name: 'result' })).toContainText('"done": true');
  } finally {
    receiver.kill();
  }
  await waitFor('the port to be free', async () => (receiver.exitCode ?? receiver.signalCode) || undefined);
  const stranger = start('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  try {
    await waitFor('the other receiver to listen', () => fetch(`http://localhost:${port}`).catch(() => undefined));
    await run.click();
    await expect(result(page).getByText(/the signature is not ours/)).toBeVisible();
  } finally {
    stranger.kill();
  }
});

test('before a function is disabled or deleted, it says who relies on it', async ({ page }) => {
  const name = await createFunction(api, 'exports.handler = ({ data }) => data.event.type;');
  const eventType = uniqueName('type');
  const dispatcher = uniqueName('Relies on it');
  await createDispatcher(api, eventType, [{ type: 'task', functionName: name, data: { who: '{{content.who}}' } }], {
    name: dispatcher,
  });
  await api.call('POST', '/events/v1', { type: eventType, content: { who: 'Ada' } });
  await page.goto(`${server.url}/functions?q=${name}`);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('1 dispatcher');
  await page.getByRole('switch', { name: `${name} enabled` }).click();
  const disabling = page.getByRole('dialog', { name: `Disable “${name}”?` });
  await expect(disabling.getByRole('link', { name: dispatcher })).toBeVisible();
  await disabling.getByRole('button', { name: 'Disable function' }).click();
  await expect(row).toContainText('Disabled');
  await page.getByRole('switch', { name: `${name} enabled` }).click();
  await expect(row).not.toContainText('Disabled');

  await row.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'From a real event' }).click();
  await page.getByRole('menuitem', { name: dispatcher }).click();
  await expect(editor(page, 'Data')).toContainText('"who": "Ada"');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(result(page).getByRole('group', { name: 'result' })).toContainText(eventType);

  await page.getByRole('button', { name: 'Delete function' }).click();
  const deleting = page.getByRole('dialog', { name: `Delete “${name}”?` });
  await expect(deleting.getByRole('link', { name: dispatcher })).toBeVisible();
  await deleting.getByRole('button', { name: 'Delete function' }).click();
  await expect(page).toHaveURL(`${server.url}/functions`);
});

test('the list is filtered in the URL, and says when nothing matches', async ({ page }) => {
  const { name } = await createHttpFunction(api, 'https://example.org/hook');
  await page.goto(`${server.url}/functions?kind=http&q=${name}`);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('HTTP');
  await page.getByLabel('Search functions').fill('there is no such function');
  await expect(page.getByText('No functions match what you asked for.')).toBeVisible();
  await expect(page).toHaveURL(/kind=http/);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).toHaveURL(`${server.url}/functions`);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
});

test('a Viewer sees all of a function but its code, and can change nothing', async ({ openOtherPage }) => {
  const name = await createFunction(api, 'exports.handler = () => 1;', {
    environmentVariables: { A_KEY: { value: CANARY } },
  });
  const viewer = await createUser(api, 'Viewer');
  const page = await openOtherPage();
  await signInAs(page, server.url, viewer);
  await page.goto(`${server.url}/functions`);
  await expect(page.getByRole('switch', { name: `${name} enabled` })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'New function' })).toBeDisabled();
  await page.goto(`${server.url}/functions/${name}`);
  await expect(page.getByText('The code is shown to those who may replace it')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await expect(page.getByLabel('Entry point')).toBeDisabled();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('A_KEY');
  for (const button of ['Save', 'Delete function', 'Add a value', 'Replace A_KEY']) {
    await expect(page.getByRole('button', { name: button, exact: true })).toBeHidden();
  }
});
