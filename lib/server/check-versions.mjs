import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sqliteVersion } from '../../db/data-dir.mjs';
import { ROOT } from './build.mjs';

/**
 * What minimum-versions.json demands and is not so, in words. Every copy of a package counts, however deep.
 * @param lockfile the content of package-lock.json. @param allowScripts that of package.json. @param sqlite version of the library.
 */
export function findVersionProblems(minimum, lockfile, allowScripts, sqlite) {
  const locked = Object.entries(lockfile.packages).flatMap(([place, entry]) =>
    place === '' ? [] : [{ ...entry, place, name: entry.name ?? place.split('node_modules/').at(-1) }],
  );
  return [
    ...Object.entries(minimum.packages).flatMap(([name, version]) => findOld(name, version, locked)),
    ...locked.flatMap((one) => findUnsafe(one, minimum.installScripts, allowScripts)),
    ...Object.keys(allowScripts)
      .filter((name) => allowScripts[name] && !minimum.installScripts.includes(name))
      .map((name) => `package.json lets ${name} run an install script`),
    ...(isBelow(sqlite, minimum.sqlite) ? [`SQLite is ${sqlite}: at least ${minimum.sqlite} is needed`] : []),
  ];
}

function findOld(name, version, locked) {
  const copies = locked.filter((one) => one.name === name);
  if (copies.length === 0) return [`${name} is not in package-lock.json`];
  return copies
    .filter((one) => isBelow(one.version, version))
    .map((one) => `${one.place} is ${one.version}: at least ${version} is needed`);
}

/** What an attacker of the registry would need: a package without a checksum, from elsewhere, or with a script of its own. */
function findUnsafe(one, installScripts, allowScripts) {
  const problems = [];
  const elsewhere = one.resolved !== undefined && !one.resolved.startsWith('https://registry.npmjs.org/');
  if (elsewhere) problems.push(`${one.place} comes from ${one.resolved}`);
  if (one.integrity === undefined && !one.optional && !one.inBundle) problems.push(`${one.place} has no checksum`);
  const decided = installScripts.includes(one.name) || allowScripts[one.name] === false;
  if (one.hasInstallScript && !decided) problems.push(`${one.place} has an install script, and nobody allowed it`);
  return problems;
}

/** A pre-release is older than its release. */
function isBelow(version, minimum) {
  const [numbers = [], wanted = []] = [version, minimum].map((text) => text.split(/[-+]/)[0].split('.').map(Number));
  const difference = wanted.map((part, i) => (numbers[i] ?? 0) - part).find((d) => d !== 0) ?? 0;
  return difference < 0 || (difference === 0 && version.includes('-'));
}

/** The problems of this very checkout. */
export function checkVersions() {
  const read = (name) => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'));
  const { allowScripts = {} } = read('package.json');
  return findVersionProblems(read('minimum-versions.json'), read('package-lock.json'), allowScripts, sqliteVersion());
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = checkVersions();
  process.stderr.write(problems.map((line) => `${line}\n`).join(''));
  process.exit(problems.length === 0 ? 0 : 1);
}
