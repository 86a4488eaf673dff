import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertApplication } from '@/db/applications';
import { rawDatabase } from '@/db/client';
import { outdate } from '@/db/versions';
import urls from '@/e2e/corpus/urls.json';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createFunction } from './create';
import { deleteFunction } from './delete';
import { loadFunction } from './load-function';
import { pauseFunction } from './pause-function';
import { MASKED_VALUE } from './schema';
import { setFunctionEnabled, updateFunction } from './update';
import { listFunctions, toWireFunction, viewFunction } from './view';
import { writeZip } from './write-zip';

const NOW = Date.UTC(2026, 4, 17, 12);
const CANARY = 'canary-6b1f0c5e';

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const zipOf = (source: string) => writeZip([{ path: 'index.js', content: source }]).toString('base64');
const local = (changes: object = {}) => ({
  name: 'erase',
  code: zipOf('exports.handler = () => 1'),
  entryPoint: 'index.handler',
  runtime: 'nodejs20.x',
  ...changes,
});
const http = (changes: object = {}) => ({
  name: 'call',
  kind: 'http',
  http: { url: 'https://example.com/' },
  ...changes,
});
const create = (body: object) => createFunction(EVERYTHING, body, NOW);
const update = (name: string, body: object) => updateFunction(EVERYTHING, name, body, NOW + 1);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const load = async (name: string) => {
  const loaded = await loadFunction(name);
  if (!loaded) throw new Error('there is no such function');
  return loaded;
};
const storedCode = () => rawDatabase().prepare('SELECT count(*) FROM function_code').pluck().get();

describe('creating a function', () => {
  it('fills in the defaults of the contract, and makes it ready to run', async () => {
    const { fn, signingSecret } = await create(local());
    const defaults = { kind: 'local', enabled: true, timeLimit: 30, memoryLimit: 128, environmentVariables: {} };
    expect(fn).toMatchObject({ ...defaults, executionOptions: { permissionMode: 'permissionRequired' } });
    expect(fn.retryPolicy).toEqual({ enabled: false, errorsToRetry: [] });
    expect(signingSecret).toBeUndefined();
    const { runnable } = await load('erase');
    if (runnable.kind !== 'local') throw new Error('it should run here');
    expect((await runnable.readCode()).toString('base64')).toBe(local().code);
  });

  it('makes a signing secret for an HTTP function, shown this once, unless one is given', async () => {
    const made = await create(http());
    expect(made.signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect((await load('call')).runnable).toMatchObject({ secret: made.signingSecret });
    expect(JSON.stringify(await viewFunction(EVERYTHING, 'call'))).not.toContain('whsec_');
    const secret = `whsec_${Buffer.from('x'.repeat(24)).toString('base64')}`;
    const given = await create(http({ name: 'given', http: { url: 'https://example.com/', secret } }));
    expect(given.signingSecret).toBe(secret);
  });

  it.each([
    [17, { name: 'taken' }],
    [14, { code: undefined }],
    [15, { name: 'not a name' }],
    [1401, { code: Buffer.from('no zip').toString('base64') }],
    [1401, { code: '!' }],
    [1401, { entryPoint: 'other.handler' }],
    [1402, { timeLimit: 301 }],
    [1402, { memoryLimit: 64 }],
    [1402, { environmentVariables: { NODE_OPTIONS: { value: '--inspect' } } }],
    [1402, { environmentVariables: { LARGE: { value: 'x'.repeat(4_096) } } }],
  ])('refuses with %i: %j', async (code, changes) => {
    await create(local({ name: 'taken' }));
    expect(await codeOf(() => create(local(changes)))).toBe(code);
    expect(await loadFunction('erase')).toBeUndefined();
  });
});

describe('updating a function', () => {
  it('changes what the body names and leaves the rest', async () => {
    await create(local({ timeLimit: 10, environmentVariables: { A: { value: 'a' } } }));
    const before = (await load('erase')).settings;
    expect(await update('erase', { description: 'why', name: 'erase', kind: 'local' })).toBe(1);
    expect((await load('erase')).settings).toEqual({ ...before, description: 'why', updateTimestamp: NOW + 1 });
  });

  it('keeps a variable that is sent back masked, takes a new value, and removes what is left out', async () => {
    await create(
      local({ environmentVariables: { KEPT: { value: 'one' }, NEW: { value: 'two' }, GONE: { value: 'x' } } }),
    );
    const seen = await viewFunction(EVERYTHING, 'erase');
    expect(Object.values(seen.environmentVariables)).toEqual([1, 2, 3].map(() => ({ value: MASKED_VALUE })));
    const { KEPT, NEW: _new } = seen.environmentVariables;
    await update('erase', { environmentVariables: { KEPT, NEW: { value: 'three' } } });
    const { settings, runnable } = await load('erase');
    expect(settings.environmentVariables).toEqual({ KEPT: { value: 'one' }, NEW: { value: 'three' } });
    expect(runnable).toMatchObject({ environmentVariables: settings.environmentVariables });
  });

  it('keeps the signing secret unless another is given', async () => {
    const { signingSecret } = await create(http());
    await update('call', { http: { url: 'https://example.com/other' } });
    expect((await load('call')).runnable).toMatchObject({ url: 'https://example.com/other', secret: signingSecret });
    const secret = `whsec_${Buffer.from('y'.repeat(24)).toString('base64')}`;
    await update('call', { http: { url: 'https://example.com/', secret } });
    expect((await load('call')).runnable).toMatchObject({ secret });
  });

  it('refuses another name or kind, what is out of bounds, and what is not there', async () => {
    await create(local());
    expect(await codeOf(() => update('erase', { name: 'other' }))).toBe(26);
    expect(await codeOf(() => update('erase', { kind: 'http' }))).toBe(26);
    expect(await codeOf(() => update('erase', { timeLimit: 2 }))).toBe(1402);
    expect(await codeOf(() => update('erase', { code: 'AAAA' }))).toBe(1401);
    expect(await codeOf(() => update('nowhere', {}))).toBe(16);
  });

  it('refuses an entry point that the stored code does not have', async () => {
    await create(local());
    expect(await codeOf(() => update('erase', { entryPoint: 'other.handler' }))).toBe(1401);
    const code = writeZip([{ path: 'other.js', content: '' }]).toString('base64');
    await update('erase', { entryPoint: 'other.handler', code });
    expect((await load('erase')).settings.entryPoint).toBe('other.handler');
  });

  it('switches it off and on', async () => {
    await create(local());
    await setFunctionEnabled(EVERYTHING, 'erase', false, NOW);
    expect((await load('erase')).settings.enabled).toBe(false);
    await setFunctionEnabled(EVERYTHING, 'erase', true, NOW);
    expect((await load('erase')).settings.enabled).toBe(true);
    await pauseFunction('erase');
    const { settings, secrets } = await load('erase');
    expect([settings.enabled, secrets.environmentVariables]).toEqual([false, {}]);
  });
});

describe('the code of functions', () => {
  it('is kept once for all that have the same, and removed with the last of them', async () => {
    await create(local({ name: 'one' }));
    await create(local({ name: 'two' }));
    expect(storedCode()).toBe(1);
    await update('one', { code: zipOf('exports.handler = () => 2') });
    expect(storedCode()).toBe(2);
    await deleteFunction(EVERYTHING, 'two');
    expect(storedCode()).toBe(1);
    await update('one', { code: zipOf('exports.handler = () => 3') });
    expect(storedCode()).toBe(1);
    await deleteFunction(EVERYTHING, 'one');
    expect(storedCode()).toBe(0);
    expect(await codeOf(() => deleteFunction(EVERYTHING, 'one'))).toBe(16);
  });
});

describe('secrets', () => {
  it('stand nowhere in the database in clear: not in its file, not in its log', async () => {
    const secret = `whsec_${Buffer.from(CANARY.repeat(2)).toString('base64').replace(/=/g, '')}`;
    await create(local({ environmentVariables: { KEY: { value: CANARY } }, description: 'a word that is no secret' }));
    await create(http({ http: { url: 'https://example.com/', secret } }));
    const credentials = { accessKeyId: 'AKIACANARY', secretAccessKey: `aws-${CANARY}` };
    const lambda = { functionName: 'erase', region: 'eu-west-1', credentials };
    await create({ name: 'cloud', kind: 'lambda', lambda });
    const sealed = server.context.secretBox.seal(CANARY, 'applications.secret:x');
    await insertApplication({ name: 'x', kind: 'oauth2', clientId: 'x', secretCiphertext: sealed }, NOW);
    expect((await load('cloud')).runnable).toMatchObject({ credentials });
    const bytes = () => ['', '-wal'].map((suffix) => readFileSync(server.file + suffix).toString('latin1')).join();
    for (const step of ['as written', 'after a checkpoint']) {
      expect(bytes(), step).toContain('a word that is no secret');
      for (const word of [CANARY, secret, secret.slice(6), 'AKIACANARY']) expect(bytes(), step).not.toContain(word);
      rawDatabase().pragma('wal_checkpoint(TRUNCATE)');
    }
  });

  it('are shown to nobody', async () => {
    const { fn } = await create(local({ environmentVariables: { KEY: { value: CANARY } } }));
    const shown = [toWireFunction(fn), await viewFunction(EVERYTHING, 'erase'), await listFunctions(EVERYTHING)];
    expect(JSON.stringify(shown)).not.toContain(CANARY);
    expect(JSON.stringify(shown)).toContain('KEY');
  });

  it('of one function do not open as those of another', async () => {
    await create(local({ environmentVariables: { KEY: { value: CANARY } } }));
    await create(local({ name: 'thief' }));
    const move =
      'UPDATE functions SET secrets_ciphertext = (SELECT secrets_ciphertext FROM functions WHERE name = ?) WHERE name = ?';
    rawDatabase().prepare(move).run('erase', 'thief');
    outdate('functions');
    await expect(loadFunction('thief')).rejects.toThrow();
  });
});

describe('S-16: an address that may not be called', () => {
  const endpoint = (url: string) => ({ functionName: 'f', region: 'eu-west-1', endpoint: url });
  const lambda = (url: string) => ({ name: 'cloud', kind: 'lambda', lambda: endpoint(url) });

  it('is refused when it is saved, as the setting that it is', async () => {
    await create(http());
    await create(lambda('https://lambda.example.com/'));
    for (const url of urls) {
      for (const act of [() => create(http({ name: 'new', http: { url } })), () => update('call', { http: { url } })])
        expect(await codeOf(act), url).toBe(1402);
      if (url) expect(await codeOf(() => create({ ...lambda(url), name: 'new' })), url).toBe(1402);
      if (url) expect(await codeOf(() => update('cloud', { lambda: endpoint(url) })), url).toBe(1402);
    }
    const { errors } = await refusalOf(() => update('call', { http: { url: 'https://10.0.0.1/' } }));
    const message = '10.0.0.1 is not a public address; private targets must be allow-listed (ALLOW_PRIVATE_TARGETS)';
    expect(errors).toEqual([{ path: 'http.url', message }]);
    expect((await load('call')).runnable).toMatchObject({ url: 'https://example.com/' });
  });

  it('is saved when it is allow-listed, and stays when it is not any more', async () => {
    server.context.config.allowPrivateTargets.push('10.0.0.0/8');
    await create(http({ http: { url: 'http://10.0.0.1:8080/' } }));
    expect(await codeOf(() => create(http({ name: 'meta', http: { url: 'http://169.254.169.254/' } })))).toBe(1402);
    server.context.config.allowPrivateTargets.length = 0;
    await update('call', { http: { url: 'http://10.0.0.1:8080/' }, timeLimit: 5 });
    expect(await codeOf(() => update('call', { http: { url: 'http://10.0.0.1:8081/' } }))).toBe(1402);
    await setFunctionEnabled(EVERYTHING, 'call', false, NOW + 2);
  });
});

describe('what a caller may do with functions', () => {
  it('is one permission for each act', async () => {
    await create(local());
    const nothing = allowed('VIEW_TASKS');
    expect(await codeOf(() => createFunction(nothing, {}, NOW))).toBe(10);
    expect(await codeOf(() => updateFunction(nothing, 'erase', {}, NOW))).toBe(10);
    expect(await codeOf(() => setFunctionEnabled(nothing, 'erase', false, NOW))).toBe(10);
    expect(await codeOf(() => deleteFunction(nothing, 'erase'))).toBe(10);
    expect(await codeOf(() => viewFunction(nothing, 'erase'))).toBe(10);
    expect(await codeOf(() => listFunctions(nothing))).toBe(10);
    await createFunction(allowed('CREATE_TASK_FUNCTION'), local({ name: 'new' }), NOW);
    await updateFunction(allowed('UPDATE_TASK_FUNCTION'), 'new', {}, NOW);
    await viewFunction(allowed('VIEW_TASK_FUNCTION_DETAILS'), 'new');
    expect(await listFunctions(allowed('VIEW_TASK_FUNCTIONS'))).toHaveLength(2);
    await deleteFunction(allowed('DELETE_TASK_FUNCTION'), 'new');
  });
});
