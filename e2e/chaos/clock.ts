import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The clock of a server, set from outside. */
export interface Clock {
  /** What the server has to be started with. */
  env: Record<string, string>;
  /** What the server takes for the time now; epoch ms. */
  now(): number;
  /** Resolves when it is in effect. */
  jump(milliseconds: number): Promise<void>;
  /** How many seconds pass for the server in one of ours. */
  run(speed: number): Promise<void>;
}

export function createClock(): Clock {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'clock-')), 'clock.json');
  let setting = { jumpMs: 0, speed: 1 };
  let base = { real: Date.now(), shown: Date.now() };
  const now = () => Math.floor(base.shown + (Date.now() - base.real) * setting.speed);

  async function change(next: typeof setting): Promise<void> {
    base = { real: Date.now(), shown: now() + next.jumpMs - setting.jumpMs };
    setting = next;
    writeFileSync(`${file}.part`, JSON.stringify(setting));
    renameSync(`${file}.part`, file);
    await delay(60);
  }

  writeFileSync(file, JSON.stringify(setting));
  const shim = path.join(process.cwd(), 'e2e', 'chaos', 'clock-shim.mjs');
  return {
    env: { NODE_OPTIONS: `--import ${shim}`, CLOCK_FILE: file },
    now,
    jump: (milliseconds) => change({ ...setting, jumpMs: setting.jumpMs + milliseconds }),
    run: (speed) => change({ ...setting, speed }),
  };
}
