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
