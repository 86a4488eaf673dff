// `npm run bench`: how fast events are acknowledged, sent on and recovered, with the limits of the machine and of the
// libraries measured in the same run, and everything that arrived counted. Ends with code 1 when an event was lost,
// repeated or changed. Options: --quick (one short round), --only TEXT (measurements whose name holds it), --seconds N,
// --rounds N, --growth (also over 100,000 dispatchers, 1,000,000 events and a backlog of 500,000 runs), --soak MINUTES (a
// steady load, alone), --json FILE, --profile DIR (a CPU profile of the server of each measurement).
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, install } from '../../lib/server/build.mjs';
import { fillBacklog } from './bench/backlog.mjs';
import { acks, batches, browse, crash, drain, latency, localRuns, soak, throughput } from './bench/jobs.mjs';
import { measureLimits } from './bench/limits.mjs';
import { describeMachine, faultsOf, medianOf, printTable } from './bench/report.mjs';
import { openStage } from './bench/stage.mjs';
import { fillLargeDatabase } from './fill-large-database.mjs';
import { fillThroughApi } from './fill-through-api.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    growth: { type: 'boolean', default: false },
    soak: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
});
const seconds = Number(options.seconds ?? (options.quick ? 3 : 20));
const rounds = Number(options.rounds ?? (options.quick || options.soak ? 1 : 3));
const RATE = 200;
const BACKLOG = 500_000;
const flags = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];

/** What is measured: one stage each, so that no backlog of one is in the way of the next. */
const MEASUREMENTS = {
  acks: { run: (stage) => acks(stage, { seconds: Math.min(seconds, 10) }) },
  'acks in batches of 100': { run: (stage) => batches(stage, { seconds: Math.min(seconds, 3) }) },
  mails: { run: (stage) => throughput(stage, { type: 'bench.mail', seconds: options.quick ? seconds : seconds * 3 }) },
  'HTTP calls': { run: (stage) => throughput(stage, { type: 'bench.call', seconds }) },
  'local runs': { run: (stage) => localRuns(stage, { seconds }) },
  'POST to mail at 200/s': { run: (stage) => latency(stage, { rate: RATE, seconds }) },
  'POST to mail at 200/s, console in use': { run: (stage) => latency(stage, { rate: RATE, seconds, beside: browse }) },
  'kill -9': { run: (stage) => crash(stage) },
};
const LARGE = {
  configureMore: (api) => fillThroughApi((path, body) => api('POST', path, body)),
  prepare: (dataDir) => fillLargeDatabase(dataDir, { dispatchers: 100_000, events: 1_000_000 }, () => undefined),
};
/** The same over a database that has grown: to be held against the figures of an empty one in the same run. */
const GROWN = {
  'acks, grown': { on: LARGE, run: MEASUREMENTS.acks.run },
  'mails, grown': { on: LARGE, run: (stage) => throughput(stage, { type: 'bench.mail', seconds }) },
  'HTTP calls, grown': { on: LARGE, run: MEASUREMENTS['HTTP calls'].run },
  'POST to mail at 200/s, grown': { on: LARGE, run: MEASUREMENTS['POST to mail at 200/s'].run },
  'mails out of a backlog': {
    on: { prepare: (dataDir) => fillBacklog(dataDir, 'bench.mail', BACKLOG) },
    run: (stage) => drain(stage, { seconds, count: BACKLOG }),
  },
};
const SOAK = { soak: { run: (stage) => soak(stage, { minutes: Number(options.soak), rate: RATE }) } };

function chosen() {
  if (options.soak !== undefined) return SOAK;
  return options.growth ? { ...MEASUREMENTS, ...GROWN } : MEASUREMENTS;
}

install();
await build();
process.stdout.write(`${describeMachine()}\n`);
const results = {};
const limits = [];
for (let round = 1; round <= rounds; round++) {
  process.stdout.write(`\nround ${round} of ${rounds}\n`);
  limits.push(await measureLimits(Math.min(seconds, 5)));
  process.stdout.write(`  limits ${JSON.stringify(limits.at(-1))}\n`);
  for (const [name, { run, on }] of Object.entries(chosen())) {
    if (!name.includes(options.only)) continue;
    const stage = await openStage({ flags, ...on });
    const { readyMs } = stage.server;
    const idleMb = stage.server.memory();
    try {
      const result = { readyMs, idleMb, ...(await run(stage)), memoryMb: stage.server.memory() };
      results[name] = [...(results[name] ?? []), result];
      process.stdout.write(`  ${name} ${JSON.stringify(result)}\n`);
    } finally {
      await stage.close();
    }
  }
}

printTable(results, limits);
if (options.json) writeFileSync(options.json, JSON.stringify({ results, limits, median: medianOf(limits) }, null, 2));
const faults = faultsOf(results);
if (faults.length > 0) process.stdout.write(`\n${faults.join('\n')}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
