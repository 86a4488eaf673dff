import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compressStatic } from './compress-static.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const STAMP = path.join(ROOT, 'dist', 'built-from');
const SOURCES = [
  'app',
  'components',
  'db',
  'lib',
  'public',
  'minimum-versions.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/** Installs what package-lock.json asks for, unless it is there already. */
export function install() {
  if (isInstalled()) return;
  process.stdout.write('Installing packages …\n');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
}

function isInstalled() {
  const installed = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === '' || entry.optional || present[name]?.version === entry.version,
  );
}

/** Builds the console and the server, unless they were built from these very sources. */
export async function build() {
  const fingerprint = fingerprintSources();
  const built = existsSync(path.join(ROOT, '.next', 'BUILD_ID')) && existsSync(path.join(ROOT, 'dist', 'server.mjs'));
  if (built && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint) return;
  process.stdout.write('Building …\n');
  await assertRegistered();
  run(process.execPath, [path.join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], 'pipe');
  await compressStatic(path.join(ROOT, '.next', 'static'));
  await bundleServer();
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, fingerprint);
}

/** Stops the build when a route or page is not in the registry, or the registry names what is not there. */
async function assertRegistered() {
  const outfile = path.join(ROOT, 'dist', 'check-files.mjs');
  await bundleFile('lib/http/registry/check-files.ts', outfile);
  const { checkFiles } = await import(pathToFileURL(outfile).href);
  const problems = checkFiles(path.join(ROOT, 'app'));
  if (problems.length === 0) return;
  process.stderr.write(`Not built: routes and registry differ\n${problems.map((line) => `  ${line}\n`).join('')}`);
  process.exit(1);
}

/** Bundles the Node entry, and the threads that it starts, into dist/. */
export async function bundleServer() {
  await bundleFile('lib/server/main.ts', path.join(ROOT, 'dist', 'server.mjs'));
  await bundleFile('lib/server/console-thread.ts', path.join(ROOT, 'dist', 'console-thread.mjs'));
  await bundleFile('lib/mail/mail-thread.ts', path.join(ROOT, 'dist', 'mail-thread.mjs'));
}

/** Bundles one file for Node. */
export async function bundleFile(entry, outfile) {
  const { build: bundle } = await import('esbuild');
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
}

function fingerprintSources() {
  const hash = createHash('sha256').update(process.version);
  for (const file of SOURCES.flatMap((source) => listFiles(path.join(ROOT, source)))) {
    if (!/\.test\.tsx?$/.test(file)) hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function listFiles(entry) {
  if (!existsSync(entry)) return [];
  if (statSync(entry).isFile()) return [entry];
  return readdirSync(entry)
    .sort()
    .flatMap((name) => listFiles(path.join(entry, name)));
}

/** With `pipe`, what the command prints is shown only when it fails. */
function run(command, parameters, stdio = 'inherit') {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: ROOT, stdio, env });
  if (status === 0) return;
  process.stderr.write(Buffer.concat([stdout ?? Buffer.alloc(0), stderr ?? Buffer.alloc(0)]));
  process.exit(status ?? 1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  install();
  await build();
}
