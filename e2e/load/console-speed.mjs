// `npm run bench:console`: how long the server takes for each list, detail, count, search and preview of the console over
// a large database, how long others wait meanwhile, and what a browser on a slow computer makes of its pages. Ends with code 1
// when a median is above its limit.
// Options: --dispatchers N (10000), --events N (1000000), --dir DIR (filled and kept; else a temporary one that is removed),
// --only TEXT (operations and pages whose name holds it; `page:` for the pages alone), --json FILE.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, install } from '../../lib/server/build.mjs';
import { CALLS, toRequest } from './console-calls.mjs';
import { findExamples } from './console-examples.mjs';
import { measurePages } from './console-pages.mjs';
import { fillLargeDatabase } from './fill-large-database.mjs';
import { fillThroughApi } from './fill-through-api.mjs';
import { startProductionServer } from './production-server.mjs';
import { watchWaiting } from './watch-waiting.mjs';

const LIMIT_MS = 200;
const ROUNDS = 11;
/** Further rounds during which others ask too: what they wait is how long the call holds the event loop. */
const WATCHED_ROUNDS = 5;

const { values: options } = parseArgs({
  options: {
    dispatchers: { type: 'string', default: '10000' },
    events: { type: 'string', default: '1000000' },
    dir: { type: 'string' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

install();
await build();
const dataDir = options.dir ?? mkdtempSync(path.join(tmpdir(), 'dispatchers-large-'));
try {
  await fill();
  process.exitCode = await measure();
} finally {
  if (options.dir === undefined) rmSync(dataDir, { recursive: true, force: true });
}

async function fill() {
  if (existsSync(path.join(dataDir, 'dispatchers.db'))) return;
  mkdirSync(dataDir, { recursive: true });
  const server = await startProductionServer(dataDir);
  await fillThroughApi((target, body) => send(server, { method: 'POST', path: target, body }));
  await server.stop();
  const size = { dispatchers: Number(options.dispatchers), events: Number(options.events) };
  fillLargeDatabase(dataDir, size, (line) => process.stdout.write(`${line}\n`));
}

/** @returns 0 when every median is within its limit. */
async function measure() {
  const server = await startProductionServer(dataDir);
  process.stdout.write(`ready after ${Math.round(server.readyMs)} ms\n\n`);
  const results = [];
  try {
    const get = async (target) => JSON.parse(await send(server, { method: 'GET', path: target }));
    const known = await findExamples(get);
    for (const [operation, calls] of Object.entries(CALLS)) {
      if (!operation.includes(options.only)) continue;
      process.stdout.write(`${row(operation, 'median', 'max', 'others', 'kB')}\n`);
      for (const [name, ask] of Object.entries(calls)) {
        const result = { operation, name, ...(await time(server, toRequest(operation, ask(known)))) };
        results.push(result);
        tell(result);
      }
    }
    results.push(...(await measurePages(server, get, options.only)));
  } finally {
    await server.stop();
  }
  if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 2));
  const slow = results.filter(isSlow);
  process.stdout.write(
    `\n${slow.length === 0 ? 'every median is within its limit' : `${slow.length} medians are above their limit`}\n`,
  );
  return slow.length === 0 ? 0 : 1;
}

function isSlow({ median, limit }) {
  return median > limit;
}

function tell(result) {
  const { name, median, max, held, kB, limit } = result;
  const words = isSlow(result) ? '  SLOW' : limit === LIMIT_MS ? '' : `  (within ${limit} ms)`;
  process.stdout.write(`${row(`  ${name}`, ...[median, max, held, kB].map((figure) => figure.toFixed(1)))}${words}\n`);
}

function row(name, ...figures) {
  return name.padEnd(52) + figures.map((figure) => figure.padStart(9)).join('');
}

async function send(server, { method, path: target, body }) {
  const response = await fetch(server.url + target, {
    method,
    headers: {
      cookie: server.cookie,
      'sec-fetch-site': 'same-origin',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${target} answered ${response.status}: ${text.slice(0, 1_000)}`);
  return text;
}

async function time(server, request) {
  const times = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    bytes = (await send(server, request)).length;
    times.push(performance.now() - startedAt);
  }
  const waits = [];
  for (let round = 0; round < WATCHED_ROUNDS; round++) {
    waits.push(await watchWaiting(server.url, () => send(server, request)));
  }
  const median = medianOf(times);
  const limit = request.withinMs ?? LIMIT_MS;
  return { median, max: Math.max(...times), held: medianOf(waits), kB: bytes / 1024, limit };
}

function medianOf(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}
