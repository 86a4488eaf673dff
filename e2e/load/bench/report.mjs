// What the benchmark prints.
import { cpus, totalmem } from 'node:os';

/** What each figure must reach, by measurement: a rate at least, a time at most. */
const TARGETS = {
  acks: { perSecond: 10_000, p99: 15 },
  'acks in batches of 100': { perSecond: 40_000 },
  mails: { perSecond: 2_000 },
  'HTTP calls': { perSecond: 5_000 },
  'local runs': { perSecond: 1_500 },
  'POST to mail at 200/s': { p50: 2.5, p99: 8 },
  'POST to mail at 200/s, console in use': { p99: 25 },
  'kill -9': { lastAfterReadySeconds: 2 },
};
/** Of an empty database. */
const FOR_ALL = { idleMb: 200 };
const LIMIT_OF = {
  acks: 'acks',
  mails: 'mails',
  'HTTP calls': 'calls',
  'acks, grown': 'acks',
  'mails, grown': 'mails',
  'HTTP calls, grown': 'calls',
  'mails out of a backlog': 'mails',
};
const LABELS = {
  perSecond: 'a second',
  p50: 'p50 ms',
  p99: 'p99 ms',
  cpuMicros: 'CPU µs an event',
  memoryMb: 'memory MB',
  idleMb: 'idle memory MB',
  memoryFirstFifthMb: 'memory MB, first fifth',
  memoryLastFifthMb: 'memory MB, last fifth',
  memoryMostMb: 'memory MB, most',
  readyMs: 'start ms',
  lastAfterReadySeconds: 'last s after ready',
  waiting: 'undelivered at the kill',
  repeated: 'repeated',
  pagesPerSecond: 'pages a second',
};

export function describeMachine() {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** The median of each number over several results. */
export function medianOf(results) {
  const keys = Object.keys(results[0] ?? {}).filter((key) => typeof results[0][key] === 'number');
  return Object.fromEntries(keys.map((key) => [key, median(results.map((result) => result[key]))]));
}

/** Prints the medians beside what they are held against. */
export function printTable(results, limits) {
  const limit = medianOf(limits);
  process.stdout.write(
    `\nlimits: ${Object.entries(limit)
      .map(([name, value]) => `${name} ${round(value)}/s`)
      .join(' · ')}\n`,
  );
  for (const [name, rounds] of Object.entries(results)) {
    process.stdout.write(`\n${name}\n`);
    for (const [key, value] of Object.entries(medianOf(rounds))) {
      const target = TARGETS[name]?.[key] ?? FOR_ALL[key];
      const share =
        key === 'perSecond' && LIMIT_OF[name]
          ? ` · ${Math.round((value / limit[LIMIT_OF[name]]) * 100)} % of the limit`
          : '';
      const verdict = target === undefined ? '' : ` · ${reaches(key, value, target) ? 'reaches' : 'MISSES'} ${target}`;
      process.stdout.write(`  ${(LABELS[key] ?? key).padEnd(24)} ${round(value).padStart(10)}${share}${verdict}\n`);
    }
  }
}

/** @returns a sentence for each measurement in which something was lost, repeated, wrong or refused. */
export function faultsOf(results) {
  return Object.entries(results).flatMap(([name, rounds]) =>
    rounds.flatMap(({ faults }) => {
      const found = Object.entries(faults).filter(([, count]) => count > 0);
      return found.length > 0 ? [`FAULT ${name}: ${found.map(([what, count]) => `${count} ${what}`).join(', ')}`] : [];
    }),
  );
}

function reaches(key, value, target) {
  return key === 'perSecond' ? value >= target : value <= target;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}
