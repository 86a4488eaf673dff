import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { request, sendEvent } from './fixtures/api';
import { ADMIN, startDispatchers, startInVain, withServer } from './fixtures/dispatchers-server';

test('without an administrator the terminal prints a set-up link, which works once', async () => {
  await withServer({ withoutAdmin: true }, async (server) => {
    const link = /^Set up +(\S+)/m.exec(server.output())?.[1] ?? '';
    const { origin, pathname, searchParams } = new URL(link);
    expect([origin, pathname]).toEqual([server.url, '/set-up']);
    expect((await request(server.url, 'GET', '/api/v1/status')).body).toMatchObject({ setUpNeeded: true });

    const token = searchParams.get('token');
    const body = { token, ...ADMIN };
    const sameOrigin = { origin: server.url };
    const setUp = (over: object, headers: Record<string, string> = sameOrigin) =>
      request(server.url, 'POST', '/api/v1/set-up', { ...body, ...over }, headers);
    expect(await setUp({}, { origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { code: 10 } });
    expect(await setUp({ token: 'guessed' })).toMatchObject({ status: 401, body: { code: 104 } });
    expect(await setUp({ password: 'short' })).toMatchObject({ status: 400, body: { code: 15 } });

    const made = await setUp({});
    expect(made).toMatchObject({ status: 200, body: { email: ADMIN.email, roles: ['Administrator'] } });
    const cookie = made.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    const me = await request(server.url, 'GET', '/api/v1/me', undefined, { cookie: cookie.split(';')[0] ?? '' });
    expect(me).toMatchObject({ status: 200, body: { email: ADMIN.email } });

    expect(await setUp({ email: 'second@example.com' })).toMatchObject({ status: 400, body: { code: 27 } });
    expect((await request(server.url, 'GET', '/api/v1/status')).body).toMatchObject({ setUpNeeded: false });
    await server.stop();
    await withServer({ ...server.options }, async (again) => expect(again.output()).not.toContain('Set up'));
  });
});

for (const [title, env, variable] of [
  ['a port that is no number', { PORT: 'eighty' }, 'PORT'],
  ['an SMTP_URL that is no URL', { SMTP_URL: 'mail.example.com', MAIL_FROM: 'a@example.com' }, 'SMTP_URL'],
  ['an SMTP_URL without MAIL_FROM', { SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM'],
  ['an unknown MAIL_MODE', { MAIL_MODE: 'loud' }, 'MAIL_MODE'],
  ['a WEBHOOK_SECRET that is too short', { WEBHOOK_SECRET: 'whsec_abc' }, 'WEBHOOK_SECRET'],
  ['an ADMIN_PASSWORD that is too short', { ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD'],
  ['half an administrator', { ADMIN_PASSWORD: '' }, 'ADMIN_PASSWORD'],
  ['a LOG_LEVEL that is none', { LOG_LEVEL: 'shouting' }, 'LOG_LEVEL'],
] as const) {
  test(`R-16: ${title} ends the start with code 78 and a message that names ${variable}`, async () => {
    const { code, output } = await startInVain({ env });
    expect(code).toBe(78);
    expect(output).toContain(variable);
    expect(output).not.toMatch(/\n\s+at |node_modules/);
  });
}

test('R-16: several bad values are all named at once', async () => {
  const { output } = await startInVain({ env: { PORT: '-1', RETENTION_DAYS: '0', PUBLIC_URL: 'here' } });
  for (const variable of ['PORT', 'RETENTION_DAYS', 'PUBLIC_URL']) expect(output).toContain(variable);
});

test('R-16: a database file that is none ends the start with a remedy, and is left as it is', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-e2e-'));
  const file = path.join(dataDir, 'dispatchers.db');
  const notes = 'this is a shopping list, not a database\n'.repeat(200);
  writeFileSync(file, notes);
  const { code, output } = await startInVain({ dataDir });
  expect(code).toBe(74);
  expect(output).toContain(`${file} is not a sound database`);
  expect(output).toContain('restore it from a backup');
  expect(output).not.toMatch(/\n\s+at /);
  expect(readFileSync(file, 'utf8')).toBe(notes);
  rmSync(dataDir, { recursive: true });
});

test('R-16: a secret key that is gone, damaged or another one ends the start with a remedy, and none is made', async () => {
  const server = await startDispatchers();
  await server.stop();
  const file = path.join(server.dataDir, 'secret.key');
  const right = readFileSync(file);
  const attempts: [string, RegExp, () => void][] = [
    ['gone', /secret\.key is gone: put it back/, () => rmSync(file)],
    ['damaged', /secret\.key is damaged: put the right key back/, () => writeFileSync(file, 'short')],
    [
      'another',
      /not the one that this database was made with.*put secret\.key back/,
      () => writeFileSync(file, 'x'.repeat(44)),
    ],
  ];
  for (const [title, message, spoil] of attempts) {
    spoil();
    const before = existsSync(file);
    const { code, output } = await startInVain(server.options);
    expect(code, title).toBe(78);
    expect(output, title).toMatch(message);
    expect(output, title).not.toMatch(/\n\s+at /);
    expect(existsSync(file), title).toBe(before);
  }
  writeFileSync(file, right);
  await withServer(server.options, async (again) => {
    expect((await sendEvent(again, { type: 'opened' })).status).toBe(202);
  });
});

test('R-16: a DATA_DIR that is a file ends the start with a remedy', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dispatchers-e2e-'));
  const dataDir = path.join(folder, 'data');
  writeFileSync(dataDir, '');
  const { code, output } = await startInVain({ dataDir });
  rmSync(folder, { recursive: true });
  expect(code).toBe(74);
  expect(output).toContain('choose another DATA_DIR');
  expect(output).not.toMatch(/\n\s+at /);
});

test('R-14: a second server on the same data ends within 2 s, naming the first, which goes on', async () => {
  await withServer({}, async (server) => {
    const { code, output, tookMs } = await startInVain({ dataDir: server.dataDir });
    expect(code).not.toBe(0);
    expect(output).toContain(`process ${server.process.pid}`);
    expect(output).toContain(server.dataDir);
    expect(tookMs).toBeLessThan(2_000);
    expect((await sendEvent(server, { type: 'still_here' })).status).toBe(202);

    await server.kill();
    await withServer(server.options, async (next) => {
      expect((await sendEvent(next, { type: 'taken_over' })).status).toBe(202);
    });
  });
});

test('a port that is taken ends the start with a message that names it', async () => {
  await withServer({}, async (server) => {
    const { code, output } = await startInVain({ env: { PORT: String(server.port) } });
    expect(code).toBe(78);
    expect(output).toContain(`PORT ${server.port} is in use`);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

test('health, readiness and the icon that browsers ask for by themselves are open to anyone', async () => {
  await withServer({}, async ({ url }) => {
    const icon = await fetch(`${url}/favicon.ico`);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/x-icon']);
    expect(await request(url, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'alive' } });
    expect(await request(url, 'GET', '/ready')).toMatchObject({ status: 200, body: { ready: true, reasons: [] } });
  });
});

test('the console’s thread, and no other, goes after those that take events and deliver', async () => {
  test.skip(process.platform !== 'linux', 'only Linux gives each thread a niceness of its own');
  await withServer({}, async ({ url, process: { pid } }) => {
    await fetch(`${url}/sign-in`);
    // proc_pid_stat(5): the name stands in brackets, and the niceness 17 fields after it.
    const nicenesses = readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[16]),
    );
    expect(nicenesses.filter((niceness) => niceness !== 0)).toEqual([10]);
  });
});
