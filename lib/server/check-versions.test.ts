import { describe, expect, it } from 'vitest';
import { OLDEST_SQLITE } from '@/db/durability';
import minimumVersions from '@/minimum-versions.json';
import { checkVersions, findVersionProblems } from './check-versions.mjs';

const MINIMUM = { packages: { next: '16.2.6' }, sqlite: '3.51.3', installScripts: ['better-sqlite3'] };
const entry = { version: '16.4.6', integrity: 'sha512-x' };

function check(packages: Record<string, object>, allowScripts: Record<string, boolean> = {}, sqlite = '3.51.3') {
  const lockfile = { packages: { '': {}, 'node_modules/next': entry, ...packages } };
  return findVersionProblems(MINIMUM, lockfile, allowScripts, sqlite);
}

describe('S-02: what is installed', () => {
  it('is, in this checkout, at least what minimum-versions.json demands', () => {
    expect(checkVersions()).toEqual([]);
  });

  it('has the SQLite that the server asks for at its start', () => {
    expect(minimumVersions.sqlite).toBe(OLDEST_SQLITE.join('.'));
  });

  it.each([
    ['an older package', { 'node_modules/next': { ...entry, version: '16.2.5' } }, /next is 16\.2\.5/],
    ['a pre-release', { 'node_modules/next': { ...entry, version: '16.2.6-canary.1' } }, /canary/],
    ['a second, older copy', { 'node_modules/a/node_modules/next': { ...entry, version: '9.9.9' } }, /a\/.*is 9\.9\.9/],
    ['an older copy by another name', { 'node_modules/b': { ...entry, name: 'next', version: '1.0.0' } }, /b is 1/],
    ['no checksum', { 'node_modules/c': { version: '1.0.0' } }, /c has no checksum/],
    ['another registry', { 'node_modules/c': { ...entry, resolved: 'https://evil.test/c.tgz' } }, /evil\.test/],
    ['an install script', { 'node_modules/c': { ...entry, hasInstallScript: true } }, /install script/],
  ])('is refused with %s', (_what, packages, message) => {
    expect(check(packages)).toEqual([expect.stringMatching(message)]);
  });

  it('is refused with an older SQLite, a missing package, or a script that package.json alone allows', () => {
    expect(check({}, {}, '3.51.2')).toEqual([expect.stringMatching(/SQLite is 3\.51\.2/)]);
    expect(findVersionProblems(MINIMUM, { packages: {} }, {}, '3.52.0')).toEqual(['next is not in package-lock.json']);
    expect(check({}, { 'left-pad': true })).toEqual(['package.json lets left-pad run an install script']);
  });

  it('may hold a package whose install script is known and never run', () => {
    expect(check({ 'node_modules/esbuild': { ...entry, hasInstallScript: true } }, { esbuild: false })).toEqual([]);
  });
});
