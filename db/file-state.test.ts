import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWhole, noteClosed, noteOpen } from './file-state';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'file-state-'));
  file = path.join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('R-16: a start', () => {
  it('is nothing special where there was no database', () => expect(() => assertWhole(file)).not.toThrow());

  it('is refused when the database is gone', () => {
    noteOpen(file);
    noteClosed(file);
    expect(() => assertWhole(file)).toThrow(`${file} is gone`);
  });

  it('is refused when the log of a database that was not closed is gone', () => {
    writeFileSync(file, '');
    writeFileSync(`${file}-wal`, '');
    noteOpen(file);
    expect(() => assertWhole(file)).not.toThrow();
    rmSync(`${file}-wal`);
    expect(() => assertWhole(file)).toThrow(`${file}-wal is gone`);
  });

  it('needs no log after an orderly end', () => {
    writeFileSync(file, '');
    noteOpen(file);
    noteClosed(file);
    expect(() => assertWhole(file)).not.toThrow();
  });
});
