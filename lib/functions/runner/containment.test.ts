import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler, type LocalRig, messages, startLocalRig, untilGone } from '@/lib/functions/runner/local-rig.fixture';

let rig: LocalRig;

beforeAll(async () => {
  rig = await startLocalRig();
});

afterAll(() => rig.close());

describe('S-20: containment', () => {
  test('the server, other functions, the system and new processes are out of reach', async () => {
    const result = await rig.resultOf(
      handler(`
        const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code ?? error.message; } };
        const fs = require('node:fs');
        return {
          passwd: attempt(() => fs.readFileSync('/etc/passwd')),
          environ: attempt(() => fs.readFileSync('/proc/' + process.ppid + '/environ')),
          others: attempt(() => fs.readdirSync(__dirname + '/..')),
          own: attempt(() => fs.readFileSync(__filename)),
          code: attempt(() => fs.writeFileSync(__dirname + '/index.js', '')),
          temp: attempt(() => fs.writeFileSync('mine.txt', 'x')),
          spawn: attempt(() => require('node:child_process').spawnSync('true')),
          signal: attempt(() => process.kill(process.ppid, 'SIGTERM')),
          send: typeof process.send,
        };`),
    );
    expect(result).toEqual({
      passwd: 'ERR_ACCESS_DENIED',
      environ: 'ERR_ACCESS_DENIED',
      others: 'ERR_ACCESS_DENIED',
      own: 'done',
      code: 'ERR_ACCESS_DENIED',
      temp: 'done',
      spawn: 'ERR_ACCESS_DENIED',
      signal: 'EPERM',
      send: 'undefined',
    });
  });

  test('R-21: it gets of the processors what the server leaves, in its session too', async () => {
    const result = (await rig.resultOf(handler("return [process.pid, require('node:os').getPriority()];"))) as number[];
    const [pid = 0, niceness] = result;
    expect(niceness).toBe(os.getPriority() + 10);
    const session = `/proc/${pid}/autogroup`;
    if (existsSync(session)) expect(readFileSync(session, 'utf8')).toMatch(/ nice 10\n$/);
  });

  test('our database, keys and other functions are out of reach, and the environment is empty', async () => {
    await rig.resultOf(handler("return 'the code of another function';"));
    for (const name of ['dispatchers.db', 'dispatchers.db-wal', 'secret.key', 'engine.lock'])
      writeFileSync(path.join(rig.dataDir, name), 'canary');
    process.env.CANARY_OF_THE_SERVER = 'canary';
    const result = await rig.resultOf(
      handler(`
        const fs = require('node:fs');
        const attempt = (act) => { try { return String(act()).slice(0, 40); } catch (error) { return error.code ?? error.message; } };
        const dataDir = require('node:path').resolve(__dirname, '../..');
        const files = ['dispatchers.db', 'dispatchers.db-wal', 'secret.key', 'engine.lock'].map((name) => dataDir + '/' + name);
        return {
          files: files.map((file) => attempt(() => fs.readFileSync(file))),
          list: attempt(() => fs.readdirSync(dataDir)),
          init: attempt(() => fs.readFileSync('/proc/1/environ')),
          memory: attempt(() => fs.readFileSync('/proc/self/mem')),
          link: attempt(() => { fs.symlinkSync(files[2], 'link'); return fs.readFileSync('link'); }),
          binding: attempt(() => process.binding('fs')),
          dlopen: attempt(() => process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6')),
          worker: await new Promise((resolve) => {
            const { Worker } = require('node:worker_threads');
            const code = "try { require('fs').readFileSync('" + files[2] + "'); postMessage('read') } catch (e) { require('worker_threads').parentPort.postMessage(e.code) }";
            const worker = new Worker(code, { eval: true });
            worker.on('message', resolve).on('error', (error) => resolve(error.code ?? error.message));
          }),
          environment: Object.keys(process.env).sort(),
          cwd: process.cwd().startsWith(require('node:path').resolve(dataDir)) && fs.readdirSync('.').length,
        };`),
    );
    delete process.env.CANARY_OF_THE_SERVER;
    const denied = 'ERR_ACCESS_DENIED';
    expect(result).toMatchObject({
      files: [denied, denied, denied, denied],
      list: denied,
      init: denied,
      memory: denied,
    });
    expect(result).toMatchObject({ link: denied, worker: denied });
    expect(JSON.stringify(result)).not.toContain('canary');
    const { environment } = result as { environment: string[] };
    const allowed = [
      'HOME',
      'LANG',
      'LC_ALL',
      'NODE_CHANNEL_FD',
      'NODE_ENV',
      'NODE_EXTRA_CA_CERTS',
      'PATH',
      'SSL_CERT_DIR',
      'SSL_CERT_FILE',
      'TMPDIR',
      'TZ',
    ];
    expect(environment.filter((name) => !allowed.includes(name) && !name.startsWith('NODE_CHANNEL'))).toEqual([]);
  });

  test('one file may take 256 MB, and a thousand files may not be open at once', async () => {
    const result = await rig.resultOf(
      handler(
        `
        const fs = require('node:fs');
        const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
        const large = fs.openSync('large', 'w');
        const written = attempt(() => { for (let i = 0; i < 300; i++) fs.writeSync(large, Buffer.alloc(1048576)); });
        const size = fs.fstatSync(large).size;
        fs.rmSync('large');
        const opened = attempt(() => { for (let i = 0; i < 1000; i++) fs.openSync('small' + i, 'w'); });
        return { written, size, opened };`,
        { timeLimit: 15, memoryLimit: 512 },
      ),
    );
    expect(result).toEqual({ written: 'EFBIG', size: 256 * 1024 * 1024, opened: 'EMFILE' });
  });

  test('R-21: without it, what a function started is ended with its process group', async () => {
    const open = await startLocalRig({ contained: false });
    const outcome = await open.failureOf(
      handler(`
        const { spawn } = require('node:child_process');
        console.log(spawn('sleep', ['600'], { stdio: 'inherit' }).pid);
        for (;;);`),
    );
    expect(outcome.error.name).toBe('TimeLimitExceeded');
    await untilGone(Number(messages(outcome)[0]), 1_000);
    await open.close();
  });
});
