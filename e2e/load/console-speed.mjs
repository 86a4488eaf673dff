// `npm run bench:console`: how long the server takes for each list and detail of the console over a large database.
// Options: --dispatchers N (10000), --events N (1000000), --dir DIR (filled and kept; else a temporary one that is removed).
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, install } from '../../lib/server/build.mjs';
import { CALLS } from './console-calls.mjs';
import { FUNCTION_NAMES, fillLargeDatabase } from './fill-large-database.mjs';
import { startProductionServer } from './production-server.mjs';

const LIMIT_MS = 200;
const ROUNDS = 11;

const { values: options } = parseArgs({
  options: {
    dispatchers: { type: 'string', default: '10000' },
    events: { type: 'string', default: '1000000' },
    dir: { type: 'string' },
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
  for (const name of FUNCTION_NAMES) {
    await send(server, '/tasks/v1/functions', { name, kind: 'http', http: { url: 'https://large.example/' } });
  }
  await server.stop();
  const size = { dispatchers: Number(options.dispatchers), events: Number(options.events) };
  fillLargeDatabase(dataDir, size, (line) => process.stdout.write(`${line}\n`));
}

/** @returns 0 when the median of every call is within the limit. */
async function measure() {
  const server = await startProductionServer(dataDir);
  process.stdout.write(`ready after ${Math.round(server.readyMs)} ms\n\n${row('call', 'median', 'max', 'kB')}\n`);
  let slow = 0;
  try {
    const known = await findExamples(server);
    for (const [name, toPath] of Object.entries(CALLS)) {
      const target = toPath(known);
      const { times, bytes } = await time(server, target);
      const median = times[Math.floor(times.length / 2)];
      if (median > LIMIT_MS) slow++;
      process.stdout.write(
        `${row(name, median.toFixed(1), times.at(-1).toFixed(1), (bytes / 1024).toFixed(1))}${median > LIMIT_MS ? '  SLOW' : ''}\n`,
      );
    }
  } finally {
    await server.stop();
  }
  process.stdout.write(
    `\n${slow === 0 ? `all medians within ${LIMIT_MS} ms` : `${slow} calls above ${LIMIT_MS} ms`}\n`,
  );
  return slow === 0 ? 0 : 1;
}

function row(name, ...figures) {
  return name.padEnd(52) + figures.map((figure) => figure.padStart(9)).join('');
}

async function get(server, target) {
  const response = await fetch(server.url + target, {
    headers: { cookie: server.cookie, 'sec-fetch-site': 'same-origin' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${text}`);
  return text;
}

async function send(server, target, body) {
  const headers = { cookie: server.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const response = await fetch(server.url + target, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${await response.text()}`);
}

async function time(server, target) {
  const times = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    bytes = (await get(server, target)).length;
    times.push(performance.now() - startedAt);
  }
  return { times: times.sort((a, b) => a - b), bytes };
}

/** Rows to ask for: an old one and a new one of each kind. */
async function findExamples(server) {
  const first = async (target) => JSON.parse(await get(server, target)).data[0];
  return {
    dispatcher: await first('/dispatchers/v1/?limit(1)'),
    event: await first('/api/v1/events?limit(1)'),
    run: await first('/api/v1/runs?limit(1)'),
    failedRun: await first('/api/v1/runs?eq(status,failed)&limit(1)'),
    mail: await first('/api/v1/mails?limit(1)'),
    task: await first('/api/v1/tasks?limit(1)'),
    now: Date.now(),
  };
}
