import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareReserve } from './reserve';

const MB = 1024 * 1024;
const logger = pino({ level: 'silent' });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dispatchers-reserve-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'reserve');
const prepare = (bytes: number, free = 1_000 * MB, where = folder) =>
  prepareReserve(where, bytes, { free, total: 2_000 * MB }, logger);

describe('R-12: the reserve', () => {
  it('takes real room, once; another size replaces it, and none removes it', async () => {
    await prepare(2.5 * MB);
    const made = statSync(file());
    expect([made.size, made.mode & 0o777]).toEqual([2.5 * MB, 0o600]);
    expect(made.blocks * 512).toBeGreaterThanOrEqual(2.5 * MB);
    await prepare(2.5 * MB);
    expect(statSync(file()).ino).toBe(made.ino);
    await prepare(MB);
    expect(statSync(file()).size).toBe(MB);
    await prepare(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not made where it would take more than a tenth of what is free', async () => {
    await prepare(2 * MB, 19 * MB);
    expect(existsSync(file())).toBe(false);
    await prepare(2 * MB, 20 * MB);
    expect(existsSync(file())).toBe(true);
  });

  it('is made anew after a kill that left a part of it', async () => {
    writeFileSync(`${file()}.part`, 'x');
    await prepare(MB);
    expect(readdirSync(folder)).toEqual(['reserve']);
    expect(statSync(file()).size).toBe(MB);
  });

  it('is gone without when it cannot be written', async () => {
    await prepare(MB, 1_000 * MB, path.join(folder, 'nowhere'));
    expect(readdirSync(folder)).toEqual([]);
  });
});
