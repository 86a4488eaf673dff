import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import SqliteDatabase from 'better-sqlite3';
import { sendEvent, signIn } from './fixtures/api';
import { startDispatchers, startInVain } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate } from './fixtures/factories';
import { exportDatabase } from './fixtures/rig/export-database';
import { findRunner } from './fixtures/rig/other-owner';
import { mountReadOnly } from './fixtures/rig/read-only';
import { settled } from './fixtures/wait-for';

test.beforeEach(() => test.setTimeout(180_000));

/** A data directory with some events in it, of a server that was killed. */
async function usedData(): Promise<string> {
  const server = await startDispatchers();
  for (let n = 0; n < 20; n++) await sendEvent(server, { type: 'kept', content: { text: 'x'.repeat(5_000) } });
  await server.stop();
  const again = await startDispatchers(server.options);
  await sendEvent(again, { type: 'kept_last' });
  await again.kill();
  return server.dataDir;
}

test('R-16: a database that is cut off, damaged, or gone, or whose log is gone or of another database, ends the start with its name and a remedy', async () => {
  const damages: [string, RegExp, (file: string) => void][] = [
    ['the log is gone', /dispatchers\.db-wal is gone.*restore a backup/s, (file) => rmSync(`${file}-wal`)],
    ['the database is gone', /dispatchers\.db is gone.*restore a backup/s, (file) => rmSync(file)],
    [
      'it is cut off',
      /dispatchers\.db is not a sound database.*restore it from a backup/s,
      (file) => {
        rmSync(`${file}-wal`);
        rmSync(`${file}.state`);
        truncateSync(file, Math.floor(statSync(file).size / 2));
      },
    ],
    [
      'pages are overwritten',
      /dispatchers\.db is not a sound database.*restore it from a backup/s,
      (file) => {
        rmSync(`${file}-wal`);
        rmSync(`${file}.state`);
        const descriptor = openSync(file, 'r+');
        writeSync(descriptor, Buffer.alloc(20 * 4_096, 0xa5), 0, 20 * 4_096, 4_096);
        closeSync(descriptor);
      },
    ],
  ];
  const source = await usedData();
  const other = await usedData();
  damages.push([
    'the log is of another database',
    /dispatchers\.db-wal is damaged or belongs to another database.*restore a backup/s,
    (file) => cpSync(path.join(other, 'dispatchers.db-wal'), `${file}-wal`),
  ]);
  for (const [title, message, damage] of damages) {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-e2e-'));
    cpSync(source, dataDir, { recursive: true });
    damage(path.join(dataDir, 'dispatchers.db'));
    const size = fileSize(dataDir);
    const { code, output } = await startInVain({ dataDir });
    expect(output, title).toMatch(message);
    expect(output, title).not.toMatch(/\n\s+at /);
    expect(code, title).toBe(74);
    expect(fileSize(dataDir), 'nothing new is made in its place').toBe(size);
    rmSync(dataDir, { recursive: true });
  }
  const server = await startDispatchers({ dataDir: source });
  const { body } = await (await signIn(server)).call<{ page: { total: number } }>('GET', '/events/v1/?limit(1)');
  expect(body.page.total, 'undamaged, it starts with all that it had').toBe(21);
  await server.kill();
  server.cleanUp();
  rmSync(other, { recursive: true });
});

function fileSize(dataDir: string): number | undefined {
  return statSync(path.join(dataDir, 'dispatchers.db'), { throwIfNoEntry: false })?.size;
}

test('R-16: a row that cannot be read disables what it describes, and nothing else, and is told of', async () => {
  const server = await startDispatchers();
  const api = await signIn(server);
  const work = await createFunction(api, 'exports.handler = async () => 1;');
  const spoiltWork = await createFunction(api, 'exports.handler = async () => 2;');
  const template = await createTemplate(api);
  const soundTemplate = await createTemplate(api);
  const mail = { type: 'mail', recipients: { to: ['reader@example.com'] } };
  const bad = await createDispatcher(api, 'spoilt', [{ type: 'task', functionName: work }]);
  await createDispatcher(api, 'spoilt', [{ type: 'task', functionName: work }]);
  await createDispatcher(api, 'mailed', [{ ...mail, templateName: template.name }]);
  await createDispatcher(api, 'run', [{ type: 'task', functionName: spoiltWork }]);
  await createDispatcher(api, 'sound', [{ type: 'task', functionName: work }]);
  const { body: event } = await sendEvent(server, { type: 'spoilt' });
  const idOf = async (name: string) => {
    const { body } = await api.call<{ data: { id: string }[] }>('GET', `/templates/v2?eq(name,${name})`);
    return body.data[0]?.id;
  };
  const [templateId, soundId] = [await idOf(template.name), await idOf(soundTemplate.name)];
  await settled(api, event.id);
  await server.stop();
  const sqlite = new SqliteDatabase(path.join(server.dataDir, 'dispatchers.db'));
  sqlite.prepare("UPDATE dispatcher_revisions SET definition = '{' WHERE dispatcher_id = ?").run(bad);
  sqlite.prepare("UPDATE dispatchers SET tags = '[' WHERE id = ?").run(bad);
  sqlite.prepare("UPDATE templates SET outputs = '{', inputs = 'x' WHERE name = ?").run(template.name);
  sqlite.prepare("UPDATE functions SET definition = '{' WHERE name = ?").run(spoiltWork);
  sqlite.close();

  const next = await startDispatchers(server.options);
  try {
    const caller = await signIn(next);
    const fates = async (type: string) => {
      const { status, body } = await sendEvent(next, { type });
      expect(status, type).toBe(202);
      return (await settled(caller, body.id)).runs.map((run) => run.status);
    };
    expect(await fates('sound')).toEqual(['succeeded']);
    expect(await fates('mailed')).toEqual(['failed']);
    expect(await fates('run')).toEqual(['failed']);
    expect(await fates('spoilt'), 'what its revision says stands in other rows too').toEqual([
      'succeeded',
      'succeeded',
    ]);

    const lists = ['/templates/v2', '/dispatchers/v1', '/tasks/v1/functions', '/events/v1', '/events/v1/subscriptions'];
    const ofConsole = ['templates', 'dispatchers', 'dispatchers/facets', 'functions', 'runs', 'events'];
    const details = [`templates/${templateId}`, `functions/${spoiltWork}`, `events/${event.id}`];
    const paths = [
      ...lists,
      '/templates/v2?contains(outputs)',
      '/dispatchers/v1?eq(actions.type,task)&in(tags,a)',
      ...[...ofConsole, ...details].map((path) => `/api/v1/${path}`),
      '/api/v1/dispatchers/export',
      `/api/v1/dispatchers/${bad}/revisions`,
    ];
    for (const path of paths) expect((await caller.call('GET', path)).status, path).toBe(200);
    for (const [path, id] of [
      [`/templates/v2?eq(name,${soundTemplate.name})`, soundId],
      [`/dispatchers/v1?eq(id,${bad})`, bad],
    ]) {
      expect((await caller.call('GET', `${path}`)).body, path).toMatchObject({ data: [{ id }] });
    }
    for (const column of ['outputs', 'definition', 'tags']) {
      expect(next.output()).toContain(`A stored value of '${column}' is no JSON`);
    }
    const outputs = { subject: 'Mended', body: '<p>Mended</p>' };
    expect((await caller.call('PUT', `/templates/v2/${templateId}`, { outputs })).status).toBe(200);
    expect(await fates('mailed'), 'written anew, it works again').toEqual(['succeeded']);
  } finally {
    await next.kill();
    next.cleanUp();
  }
});

test('R-16: a data directory that cannot be written ends the start with its name and a remedy', async () => {
  const dataDir = await usedData();
  const mounted = mountReadOnly(dataDir);
  test.skip(typeof mounted === 'string', typeof mounted === 'string' ? mounted : undefined);
  if (typeof mounted === 'string') return;
  try {
    const { code, output } = await startInVain({ dataDir });
    expect(code).toBe(74);
    expect(output).toContain(dataDir);
    expect(output).toMatch(/cannot be written.*make its folder writable/s);
    expect(output).not.toMatch(/\n\s+at /);
  } finally {
    mounted.remove();
  }
  const server = await startDispatchers({ dataDir });
  expect((await sendEvent(server, { type: 'kept' })).status).toBe(202);
  await server.kill();
  server.cleanUp();
});

test('R-16: a data directory, database or key of another user ends the start with its name and a remedy, and harms nothing', async () => {
  const runner = findRunner(path.join(process.cwd(), 'dist', 'server.mjs'));
  test.skip(typeof runner === 'string', typeof runner === 'string' ? runner : undefined);
  if (typeof runner === 'string') return;
  const dataDir = await usedData();
  const options = { dataDir, user: runner.user };
  for (const [name, code, remedy] of [
    ['.', 74, 'make its folder writable'],
    ['dispatchers.db', 74, 'make its folder writable'],
    ['dispatchers.db.state', 74, 'make its folder writable'],
    ['engine.lock', 74, 'make its folder writable'],
    ['functions', 74, 'let the user who runs the server own it'],
    ['secret.key', 78, 'let the user who runs the server own it'],
  ] as const) {
    // A key that is only closed is not somebody else's: the server opens it.
    if (name === 'secret.key' && runner.user === undefined) continue;
    runner.giveAllBut(dataDir, name);
    const { code: found, output } = await startInVain(options);
    expect(found, name).toBe(code);
    expect(output, name).toContain(name === 'functions' || name === 'secret.key' ? path.join(dataDir, name) : dataDir);
    expect(output, name).toContain(remedy);
    expect(output, name).not.toMatch(/\n\s+at /);
  }
  // With all of it in the right hands the same user starts the server, and everything is there.
  runner.giveAllBut(dataDir);
  const server = await startDispatchers(options);
  expect(exportDatabase(dataDir).events.length).toBe(21);
  expect((await sendEvent(server, { type: 'kept' })).status).toBe(202);
  await server.kill();
  server.cleanUp();
});
