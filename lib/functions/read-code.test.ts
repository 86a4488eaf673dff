import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeCode, hashCode, readCode } from '@/lib/functions/read-code';
import { MAX_FILES } from '@/lib/functions/read-zip';
import { unpackCode } from '@/lib/functions/runner/unpack';
import { writeZip, type ZipInput } from '@/lib/functions/write-zip';

const INDEX: ZipInput = { path: 'index.js', content: 'exports.handler = () => 1;' };
const root = mkdtempSync(path.join(os.tmpdir(), 'code-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const refusal = (zip: Buffer, entryPoint = 'index.handler') =>
  readCode(zip, entryPoint).then(
    () => undefined,
    (error: { code: number; message: string }) => ({ code: error.code, message: error.message }),
  );

test('a zip is read whole and its files are listed', async () => {
  const zip = writeZip([INDEX, { path: 'lib/', content: '', mode: 0o040755 }, { path: 'lib/é.js', content: 'x' }]);
  expect(await readCode(zip, 'index.handler')).toEqual([
    { path: 'index.js', size: 26 },
    { path: 'lib/é.js', size: 1 },
  ]);
});

test.each(['index.mjs', 'index.cjs', 'index.js'])('the entry point may be in %s', async (file) => {
  expect(await readCode(writeZip([{ path: file, content: '' }]), 'index.handler')).toHaveLength(1);
});

describe('error 1401 for', () => {
  test.each<[string, ZipInput[], RegExp]>([
    ['a path that climbs', [INDEX, { path: '../evil.js', content: '' }], /cannot be read/],
    ['a path that climbs further in', [INDEX, { path: 'a/../../evil.js', content: '' }], /cannot be read/],
    ['an absolute path', [INDEX, { path: '/etc/passwd', content: '' }], /cannot be read/],
    ['a drive', [INDEX, { path: 'C:/evil.js', content: '' }], /cannot be read/],
    ['backslashes that climb', [INDEX, { path: '..\\evil.js', content: '' }], /cannot be read/],
    ['an empty segment', [INDEX, { path: 'a//b.js', content: '' }], /unusable path/],
    ['a NUL in a path', [INDEX, { path: 'a\0.js', content: '' }], /unusable path/],
    [
      'a symbolic link',
      [INDEX, { path: 'link', content: '/etc/passwd', mode: 0o120777 }],
      /link or special file: link/,
    ],
    ['a device', [INDEX, { path: 'null', content: '', mode: 0o020666 }], /special file/],
    ['the same path twice', [INDEX, INDEX], /index.js twice/],
    ['a file that is also a directory', [INDEX, { path: 'index.js/a', content: '' }], /file and as a directory/],
    ['a directory that is also a file', [INDEX, { path: 'a/b', content: '' }, { path: 'a', content: '' }], /a twice/],
    ['no files', [], /index.js, index.mjs, index.cjs in the zip; it is empty/],
    ['no file for the entry point', [{ path: 'main.js', content: '' }], /it holds main.js/],
    [
      'too many files',
      Array.from({ length: MAX_FILES + 1 }, (_, i) => ({ path: `f${i}`, content: '' })),
      /more than 2000/,
    ],
    ['a bomb', [INDEX, { path: 'zeros', content: Buffer.alloc(51 * 1024 * 1024) }], /more than 50 MB/],
  ])('%s', async (_title, files, message) => {
    const result = await refusal(writeZip(files));
    expect(result).toMatchObject({ code: 1401 });
    expect(result?.message).toMatch(message);
  });

  test('what is no zip, an empty one, a damaged one, one that lies about its size', async () => {
    expect(await refusal(Buffer.from('hello'))).toMatchObject({ code: 1401 });
    expect(await refusal(Buffer.alloc(0))).toMatchObject({ code: 1401 });
    const zip = writeZip([{ path: 'index.js', content: 'x'.repeat(1_000) }]);
    expect(await refusal(zip.subarray(0, zip.length - 10))).toMatchObject({ code: 1401 });
    const wrongSize = Buffer.from(zip);
    wrongSize.writeUInt32LE(5, zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24);
    expect(await refusal(wrongSize)).toMatchObject({ code: 1401 });
    const wrongSum = Buffer.from(zip);
    wrongSum.writeUInt32LE(5, zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 16);
    expect((await refusal(wrongSum))?.message).toContain('wrong checksum');
  });

  test('any damage at all: a changed byte is refused, or changes nothing that counts', async () => {
    const content = 'exports.handler = () => "unchanged";';
    const zip = writeZip([{ path: 'index.js', content }]);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (offset, flip) => {
        const damaged = Buffer.from(zip);
        damaged.writeUInt8(damaged.readUInt8(offset) ^ flip, offset);
        const result = await refusal(damaged);
        expect(result === undefined || result.code === 1401).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['text', 'not base64!'],
    ['nothing', ''],
    ['a wrong length', 'abc'],
    ['more than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64')],
  ])('code that is %s', (_title, code) => {
    expect(() => decodeCode(code)).toThrow(expect.objectContaining({ code: 1401 }));
  });
});

test('base64 is decoded, up to exactly 10 MB', () => {
  const largest = Buffer.alloc(10 * 1024 * 1024, 7);
  expect(decodeCode(largest.toString('base64')).equals(largest)).toBe(true);
});

describe('unpacking', () => {
  test('happens once, whoever asks at the same time, and leaves nothing else behind', async () => {
    const zip = writeZip([
      INDEX,
      { path: 'package.json', content: '{"type":"module"}' },
      { path: 'a/b.txt', content: 'b' },
    ]);
    const hash = hashCode(zip);
    const directories = await Promise.all([1, 2, 3].map(() => unpackCode(root, hash, async () => zip)));
    expect(new Set(directories).size).toBe(1);
    expect(await readdir(root)).toEqual([hash]);
    expect(await readFile(path.join(root, hash, 'package.json'), 'utf8')).toBe('{"type":"module"}');
    expect(await readFile(path.join(root, hash, 'a/b.txt'), 'utf8')).toBe('b');
    const again = unpackCode(root, hash, () => Promise.reject(new Error('read again')));
    expect(await again).toBe(directories[0]);
  });

  test('of a bad zip leaves nothing behind', async () => {
    const before = await readdir(root);
    const zip = writeZip([INDEX, { path: 'link', content: 'x', mode: 0o120777 }]);
    await expect(unpackCode(root, hashCode(zip), async () => zip)).rejects.toMatchObject({ code: 1401 });
    expect(await readdir(root)).toEqual(before);
  });
});
