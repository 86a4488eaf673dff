import { announceSeed } from '../fixtures/rig/seed';
import { drainBacklog } from './backlog';
import { floodWithPosts } from './backpressure';
import { backUpUnderLoad } from './backup';
import { replayInBulk } from './bulk-replay';
import { jumpClocks } from './clock-jump';
import { loopEndlessly } from './endless-loop';
import { endureFaults } from './faulty-targets';
import { crashAtEveryPoint, deliverThroughKills, killFiftyTimes } from './kills';
import { holdDatabaseForLong } from './locked-database';
import { purgeUnderLoad } from './purge';
import type { ChaosResult, Scenario } from './scenario';
import { takeSmtpDown } from './smtp-down';

const SCENARIOS: Record<string, [title: string, run: Scenario]> = {
  'R-01': ['kills under load', killFiftyTimes],
  'R-03': ['every action delivered through kills', deliverThroughKills],
  'R-05': ['a crash after every point', crashAtEveryPoint],
  'R-13': ['a database that another program holds', holdDatabaseForLong],
  'R-17': ['the mail server down for an hour', takeSmtpDown],
  'R-21': ['a function in an endless loop', loopEndlessly],
  'R-22': ['targets that go wrong', endureFaults],
  'R-25': ['a large backlog', drainBacklog],
  'R-29': ['a clock that jumps', jumpClocks],
  'R-31': ['more than it can take', floodWithPosts],
  'R-33': ['a replay of many events', replayInBulk],
  'R-34': ['removal of old work under load', purgeUnderLoad],
  'R-35': ['backups under load', backUpUnderLoad],
};

const option = (name: string) => process.argv[process.argv.indexOf(name) + 1];
const has = (name: string) => process.argv.includes(name);
const say = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const only = has('--only') ? (option('--only') ?? '').split(',') : Object.keys(SCENARIOS);
  const unknown = only.filter((id) => !SCENARIOS[id]);
  if (unknown.length > 0) throw new Error(`--only ${unknown}: there are ${Object.keys(SCENARIOS).join(', ')}`);
  if (has('--seed')) process.env.SEED = option('--seed');
  const seed = announceSeed('chaos');
  const outcomes: [string, boolean][] = [];
  for (const id of only) outcomes.push([id, await runOne(id, seed)]);
  say();
  for (const [id, kept] of outcomes) say(`${id}  ${kept ? 'kept' : 'BROKEN'}  ${SCENARIOS[id]?.[0]}`);
  const broken = outcomes.filter(([, kept]) => !kept).length;
  say(`\n${outcomes.length - broken} kept, ${broken} broken (SEED=${seed})`);
  process.exit(broken === 0 ? 0 : 1);
}

async function runOne(id: string, seed: number): Promise<boolean> {
  const [title, run] = SCENARIOS[id] as [string, Scenario];
  say(`\n── ${id} ${title} (SEED=${seed})`);
  const startedAt = performance.now();
  const options = { seed, quick: has('--quick'), full: has('--full') };
  const { figures, violations } = await run(options).catch(
    (error: unknown): ChaosResult => ({
      figures: {},
      violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }),
  );
  const width = Math.max(...Object.keys(figures).map((name) => name.length), 0);
  for (const [name, figure] of Object.entries(figures)) say(`   ${name.padEnd(width)}  ${figure}`);
  for (const violation of violations.slice(0, 20)) say(`   BROKEN ${violation}`);
  if (violations.length > 20) say(`   and ${violations.length - 20} more`);
  say(`── ${id}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  return violations.length === 0;
}

await main();
