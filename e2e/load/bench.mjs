// `npm run bench`: how fast events are acknowledged, sent on and recovered, with the limits of the machine and of the
// libraries measured in the same run, and everything that arrived counted. Ends with code 1 when an event was lost,
// repeated or changed. Options: --quick (one short round), --only TEXT (measurements whose name holds it), --seconds N,
// --rounds N, --json FILE, --profile DIR (a CPU profile of the server of each measurement).
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, install } from '../../lib/server/build.mjs';
import { acks, batches, browse, crash, latency, localRuns, throughput } from './bench/jobs.mjs';
import { measureLimits } from './bench/limits.mjs';
import { describeMachine, faultsOf, medianOf, printTable } from './bench/report.mjs';
import { openStage } from './bench/stage.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
});
const seconds = Number(options.seconds ?? (options.quick ? 3 : 20));
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const RATE = 200;
const flags = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];

/** What is measured: one stage each, so that no backlog of one is in the way of the next. */
const MEASUREMENTS = {
  acks: (stage) => acks(stage, { seconds: Math.min(seconds, 10) }),
  'acks in batches of 100': (stage) => batches(stage, { seconds: Math.min(seconds, 3) }),
  mails: (stage) => throughput(stage, { type: 'bench.mail', seconds: options.quick ? seconds : seconds * 3 }),
  'HTTP calls': (stage) => throughput(stage, { type: 'bench.call', seconds }),
  'local runs': (stage) => localRuns(stage, { seconds }),
  'POST to mail at 200/s': (stage) => latency(stage, { rate: RATE, seconds }),
  'POST to mail at 200/s, console in use': (stage) => latency(stage, { rate: RATE, seconds, beside: browse }),
  'kill -9': (stage) => crash(stage),
};

install();
await build();
process.stdout.write(`${describeMachine()}\n`);
const results = {};
const limits = [];
for (let round = 1; round <= rounds; round++) {
  process.stdout.write(`\nround ${round} of ${rounds}\n`);
  limits.push(await measureLimits(Math.min(seconds, 5)));
  process.stdout.write(`  limits ${JSON.stringify(limits.at(-1))}\n`);
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (!name.includes(options.only)) continue;
    const stage = await openStage({ flags });
    const start = { readyMs: stage.server.readyMs };
    try {
      const result = { ...start, ...(await measure(stage)), memoryMb: stage.server.memory() };
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
