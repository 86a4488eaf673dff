import { FAULT_POINTS } from '@/db/faults';
import { type CrashPlan, type CrashReport, runCrashes } from '../fixtures/rig/crash-run';
import { type ChaosResult, percentile, type Scenario } from './scenario';

const LOAD: Omit<CrashPlan, 'seed' | 'kills' | 'atMost'> = {
  rate: 500,
  connections: 32,
  latestMs: 3_000,
  oneIn: 10,
  actions: 'http',
  patienceMs: 300_000,
};

function toFigures({ evidence, recoveries, violations }: CrashReport, atMost: number): ChaosResult['figures'] {
  const { sent, sink, database, kills } = evidence;
  const stored = new Set(database.events.map((event) => event.key));
  const acknowledged = sent.filter((event) => event.status !== undefined);
  const keys = new Set(sink.map((entry) => entry.key));
  const wanted = new Set(database.works.map((work) => work.key));
  const givenUp = database.works.filter((work) => work.status === 'failed').length;
  return {
    kills,
    sent: sent.length < atMost ? sent.length : `${atMost}, the most: none were new at the last kills`,
    acknowledged: acknowledged.length,
    stored: database.events.length,
    lost: acknowledged.filter((event) => !stored.has(event.key)).length,
    'effects wanted': wanted.size,
    'delivered at least once': [...wanted].filter((key) => keys.has(key)).length,
    'given up, because the server died with it': givenUp,
    repeated: sink.length - keys.size,
    'in flight at the kills': database.attempts.filter((attempt) => attempt.outcome === 'lost').length,
    ...recoveryFigures(recoveries),
    violations: violations.length,
  };
}

function recoveryFigures(recoveries: CrashReport['recoveries']): ChaosResult['figures'] {
  const times = recoveries.map(({ ms }) => ms);
  const slowest = recoveries.reduce((one, other) => (other.ms > one.ms ? other : one));
  const waits = Object.entries(slowest.waits).map(([what, ms]) => `${what} ${ms} ms`);
  const ownLoad = `this test was busy for ${Math.round(slowest.ownLoad * 100)} % of it`;
  return {
    'recovery, median': `${percentile(times, 0.5)} ms`,
    'recovery, longest': `${Math.round(slowest.ms)} ms after ${slowest.after} (${[...waits, ownLoad].join(', ')})`,
    'recovery after each kill': times.map(Math.round).join(' '),
  };
}

/** Every effect was seen: kills at any moment are nobody's fault, so nothing may have been given up because of them. */
function findMissing({ evidence: { sink, database } }: CrashReport): string[] {
  const keys = new Set(sink.map((entry) => entry.key));
  const missing = new Set(database.works.map((work) => work.key).filter((key) => !keys.has(key)));
  return missing.size > 0 ? [`${missing.size} effects were never seen`] : [];
}

/** The same with the product broken on purpose must be found: otherwise the check proves nothing. */
async function control(title: string, invariant: string, plan: CrashPlan): Promise<ChaosResult> {
  const { violations } = await runCrashes(plan);
  const found = violations.filter((violation) => violation.startsWith(invariant)).length;
  return {
    figures: { [`control, ${title}`]: `${found} violations of ${invariant} found` },
    violations: found > 0 ? [] : [`control: ${title} was not found by ${invariant}`],
  };
}

function together(...results: ChaosResult[]): ChaosResult {
  return {
    figures: Object.assign({}, ...results.map((result) => result.figures)),
    violations: results.flatMap((result) => result.violations),
  };
}

/** 50 kills at moments from the seed, under 500 events a second. */
export const killFiftyTimes: Scenario = async ({ seed, quick, full }) => {
  const kills = quick ? 8 : full ? 500 : 50;
  // Enough for events to come in until the last kill.
  const atMost = kills * 1_500;
  const report = await runCrashes({ ...LOAD, seed, kills, atMost });
  const plan = { ...LOAD, seed, kills: 3, atMost: 4_000, fault: 'ack-before-commit' };
  return together(
    { figures: toFigures(report, atMost), violations: [...report.violations, ...findMissing(report)] },
    await control('answers before it commits', 'I1', plan),
  );
};

/** a mail, an HTTP call and a local function for each event. */
export const deliverThroughKills: Scenario = async ({ seed, quick }) => {
  const kills = quick ? 4 : 20;
  const load = { ...LOAD, rate: 40, oneIn: 1, actions: 'all' } as const;
  const atMost = kills * 150;
  const report = await runCrashes({ ...load, seed, kills, atMost });
  const small = { ...load, seed, actions: 'http', atMost: 40, patienceMs: 5_000 } as const;
  return together(
    { figures: toFigures(report, atMost), violations: [...report.violations, ...findMissing(report)] },
    await control('notes success before it calls', 'I4', {
      ...small,
      kills: 0,
      refuse: true,
      fault: 'success-before-send',
    }),
    // At a moment from the seed nothing may be under way; right behind a claim something is.
    await control('never reclaims', 'I3', {
      ...small,
      rate: 200,
      atMost: 600,
      kills: 0,
      points: ['claim'],
      fault: 'never-reclaim',
    }),
  );
};

/** a crash after each point of the code, again and again. */
export const crashAtEveryPoint: Scenario = async ({ seed, quick }) => {
  const times = quick ? 2 : 20;
  const points = Array.from({ length: times }, () => FAULT_POINTS).flat();
  const load = { ...LOAD, rate: 100, connections: 8, oneIn: 4, kills: 0 };
  const atMost = points.length * 400;
  const report = await runCrashes({ ...load, seed, points, atMost });
  // A server that did not die at its point has ended the run by an error.
  return {
    figures: { 'kills after each point': `${times} (${FAULT_POINTS.join(', ')})`, ...toFigures(report, atMost) },
    violations: report.violations,
  };
};
