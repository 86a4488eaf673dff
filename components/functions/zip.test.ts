import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toCodePath } from './code-file';
import { packFile, readPickedZip, toSize } from './zip';

const unpack = (base64: string) => unzipSync(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));

describe('a text that is packed', () => {
  it('comes out as it went in, and is the same zip each time', () => {
    const text = '// é 🙂\n';
    expect(unpack(packFile('index.js', text))).toEqual({ 'index.js': strToU8(text) });
    expect(packFile('index.js', text)).toBe(packFile('index.js', text));
  });

  it('is in the file that its entry point names, as a module when it is one', () => {
    expect(toCodePath('src/main.handler', 'exports.handler = 1')).toBe('src/main.js');
    expect(toCodePath('index.handler', 'export const handler = 1')).toBe('index.mjs');
    expect(toCodePath('index.handler', "import fs from 'node:fs';")).toBe('index.mjs');
    expect(toCodePath('index.handler', "const a = await import('node:fs')")).toBe('index.js');
    expect(toCodePath('index.handler', '1', 'index.cjs')).toBe('index.cjs');
    expect(toCodePath('', '1')).toBe('index.js');
  });
});

describe('a zip that is chosen', () => {
  it('tells what is in it, without the folders', () => {
    const bytes = zipSync({ 'lib/': new Uint8Array(), 'lib/a.js': strToU8('12345'), 'index.js': strToU8('1') });
    const picked = readPickedZip('a.zip', bytes);
    if (typeof picked === 'string') throw new Error(picked);
    expect(picked.files).toEqual([
      { path: 'index.js', size: 1 },
      { path: 'lib/a.js', size: 5 },
    ]);
    expect(Object.keys(unpack(picked.base64))).toContain('lib/a.js');
  });

  it('is refused in words when it is no zip, empty, or too large', () => {
    expect(readPickedZip('a.zip', strToU8('not a zip'))).toMatch(/not a zip/);
    expect(readPickedZip('a.zip', zipSync({}))).toMatch(/holds no files/);
    expect(readPickedZip('a.zip', new Uint8Array(10 * 1024 * 1024 + 1))).toMatch(/at most 10 MB/);
  });

  it('has a size that people can read', () => {
    expect([0, 999, 1_024, 1_536, 10_485_760].map(toSize)).toEqual(['0 B', '999 B', '1 KB', '1.5 KB', '10 MB']);
  });
});
