import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { TASK_LANE_CAP } from '@/lib/delivery/slots';
import type { BulkResult } from '@/lib/runs/schema';
import { type Api, signIn } from '../fixtures/api';
import { type ServerOptions, startDispatchers } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction } from '../fixtures/factories';
import { startHttpSink } from '../fixtures/http-sink';
import { randomFrom } from '../fixtures/rig/seed';
import { waitFor } from '../fixtures/wait-for';
import { startBystanders, type Waits } from './bystanders';
import { fillDatabase, insertEvents } from './fill';
import { above, type ChaosResult, percentile, type Scenario } from './scenario';

/** As many as the console asks for in one call: Stop ends it between two calls. */
const SLICE = 25;
/** R-26 lets others wait 2 s for their start; so much more than it takes would be felt before. */
const MOST_WAIT_MS = 100;
/** A target that takes long leaves most of a part waiting when it is stopped. */
const [QUICK_MS, SLOW_MS] = [5, 250];
const AFTER_STOP_MS = 3_000;
/** Calls a minute, few enough to be met soon. */
const LOW_LIMIT = 120;
const LIMITED_MS = 15_000;

/** a replay of all that ever came in, stopped and gone on with several times, while new events come in. */
export const replayInBulk: Scenario = async ({ seed, quick }) => {
  const events = quick ? 20_000 : 100_000;
  const [parts, quietMs] = quick ? [3, 4_000] : [5, 10_000];
  const target = await startTarget();
  // What is from 1970 is old enough to be removed.
  const env = { ALLOW_PRIVATE_TARGETS: '127.0.0.1', RETENTION_DAYS: '36500' };
  const first = await startDispatchers({ env });
  const { name: functionName } = await createHttpFunction(await signIn(first), target.url);
  await createDispatcher(await signIn(first), 'old', [{ type: 'task', functionName }]);
  await first.stop();
  fillDatabase(first.dataDir, [insertEvents(events, 0, 'old', 0)]);
  const server = await startDispatchers(first.options);
  const api = await signIn(server);
  const bystanders = await startBystanders(server, api, randomFrom(seed));
  const runs = watchReplays(server.dataDir);
  try {
    const replay = startReplay(api, 'type=old');
    const [quiet, busy]: [Waits[], Waits[]] = [[], []];
    const startedAfterStop: number[] = [];
    let canceled = 0;
    let calledAfterCancel = 0;
    for (let part = 1; part <= parts; part++) {
      quiet.push(await bystanders.during(() => delay(quietMs)));
      let atStop = 0;
      target.take(part === 1 ? SLOW_MS : QUICK_MS);
      const upTo = part === parts ? Number.POSITIVE_INFINITY : (events * part) / parts;
      busy.push(
        await bystanders.during(async () => {
          atStop = await replay.untilStopped(upTo, runs.count);
        }),
      );
      // What had been started by then goes on, unless it is canceled: once it is.
      if (part === 1) {
        canceled = await cancelWaiting(api);
        const called = target.called();
        await delay(AFTER_STOP_MS);
        calledAfterCancel = target.called() - called;
      } else {
        await delay(AFTER_STOP_MS);
      }
      if (part < parts) startedAfterStop.push(runs.count() - atStop);
      await waitFor('the replays', async () => (runs.waiting() === 0 ? true : undefined), 600_000);
    }
    const { changed, seconds } = replay.result();
    const [before, during] = [quiet, busy].map((waits) =>
      percentile(
        waits.map(({ p95 }) => p95),
        0.5,
      ),
    ) as [number, number];
    const intake = percentile(
      busy.map(({ intakeP99 }) => intakeP99),
      0.5,
    );
    const violations = above([
      ['started after a stop', Math.max(...startedAfterStop), SLICE],
      ['at once at the target', target.mostAtOnce(), TASK_LANE_CAP],
      ["others' p95, ms", during, MOST_WAIT_MS],
      ['intake p99, ms', intake, 50],
      ['called after all was canceled', calledAfterCancel, TASK_LANE_CAP],
    ]);
    if (changed !== events || runs.count() !== events)
      violations.push(`${changed} of ${events} were replayed, ${runs.count()} stored`);
    if (target.called() !== events - canceled)
      violations.push(`${target.called()} calls for ${events} - ${canceled} replays`);
    if (canceled === 0) violations.push('nothing waited that could have been canceled');
    if (target.keys() !== target.called()) violations.push(`${target.called() - target.keys()} calls were repeated`);
    const figures = {
      'events replayed': changed,
      'replayed a second': Math.round(changed / seconds),
      'started after each stop': startedAfterStop.join(' '),
      'canceled after the first stop': `${canceled}, called afterwards: ${calledAfterCancel}`,
      'calls of the target': `${target.called()}, at most ${target.mostAtOnce()} at once, ${target.called() - target.keys()} repeated`,
      "others' p95, median": `${before} ms, ${during} ms meanwhile (${toText(quiet)} | ${toText(busy)})`,
      'intake p99 meanwhile, median': `${intake} ms`,
    };
    await bystanders.stop();
    await server.stop();
    const limit = await meetRateLimit(server.options);
    return { figures: { ...figures, ...limit.figures }, violations: [...violations, ...limit.violations] };
  } finally {
    runs.close();
    await bystanders.stop();
    await server.kill();
    await target.close();
    server.cleanUp();
  }
};

/** The same once more for some seconds, with fewer calls a minute than it would make; and with many more, as the control. */
async function meetRateLimit(options: ServerOptions): Promise<ChaosResult> {
  const replayFor = async (perMinute: number) => {
    const server = await startDispatchers({
      ...options,
      env: { ...options.env, WRITES_PER_MINUTE: String(perMinute) },
    });
    try {
      const replay = startReplay(await signIn(server), 'type=old', LOW_LIMIT);
      await replay.during(LIMITED_MS);
      return replay.result();
    } finally {
      await server.kill();
    }
  };
  const limited = await replayFor(LOW_LIMIT);
  const control = await replayFor(1_000_000);
  return {
    figures: {
      'rate limit': `${limited.accepted} calls of ${SLICE} in ${LIMITED_MS / 1_000} s at ${LOW_LIMIT} a minute, refused ${limited.refused} times`,
      'control, another limit': `${control.accepted} calls, ${control.mostAhead} too many`,
    },
    violations: [
      ...above([['calls beyond the rate limit', limited.mostAhead, 0]]),
      ...(limited.refused > 0 ? [] : ['the rate limit was never met']),
      ...(control.mostAhead > 0 ? [] : ['control: calls beyond the rate limit were not found']),
    ],
  };
}

const toText = (waits: readonly Waits[]) => waits.map(({ p95 }) => p95).join(' ');

/** The target of the replays; keeps no bodies, for there are many. */
async function startTarget() {
  const keys = new Set<string>();
  let [called, atOnce, mostAtOnce, milliseconds] = [0, 0, 0, QUICK_MS];
  const sink = await startHttpSink({
    script({ headers }, response) {
      sink.requests.length = 0;
      keys.add(String(headers['idempotency-key']));
      called++;
      atOnce++;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      setTimeout(() => {
        atOnce--;
        response.writeHead(204).end();
      }, milliseconds);
    },
  });
  return {
    url: sink.url,
    close: sink.close,
    take: (each: number) => {
      milliseconds = each;
    },
    called: () => called,
    keys: () => keys.size,
    mostAtOnce: () => mostAtOnce,
  };
}

/** Looks into the file, which costs the server nothing. */
function watchReplays(dataDir: string) {
  const sqlite = new SqliteDatabase(path.join(dataDir, 'dispatchers.db'), { readonly: true });
  const stored = sqlite.prepare("SELECT count(*) FROM runs WHERE lane = 'old'").pluck();
  const waiting = sqlite
    .prepare("SELECT count(*) FROM runs WHERE status IN ('pending', 'running') AND lane = 'old'")
    .pluck();
  return {
    count: () => Number(stored.get()),
    waiting: () => Number(waiting.get()),
    close: () => sqlite.close(),
  };
}

/** Asks for a replay as the console does: part by part, each from where the one before ended; and waits when told to. */
function startReplay(api: Api, query: string, perMinute = Number.POSITIVE_INFINITY) {
  let after: string | undefined;
  let [changed, refused, accepted, mostAhead, seconds] = [0, 0, 0, 0, 0];
  let complete = false;
  const startedAt = performance.now();

  async function replaySlice(): Promise<void> {
    const body = { query, limit: SLICE, ...(after === undefined ? {} : { after }) };
    const answer = await api.call<BulkResult>('POST', '/api/v1/replay', body);
    if (answer.status === 429) {
      refused++;
      await delay(Number(answer.headers.get('retry-after')) * 1_000);
      return;
    }
    if (answer.status !== 200) throw new Error(`a replay was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    accepted++;
    const allowed = perMinute * (1 + (performance.now() - startedAt) / 60_000);
    mostAhead = Math.max(mostAhead, Math.ceil(accepted - allowed));
    changed += answer.body.changed;
    after = answer.body.next;
    complete = after === undefined;
  }

  return {
    /** Stops while the call is under way that leads to so many. @returns how many were stored when it was stopped. */
    async untilStopped(upTo: number, stored: () => number): Promise<number> {
      const begunAt = performance.now();
      while (!complete && changed + SLICE < upTo) await replaySlice();
      let atStop = stored();
      if (!complete) {
        const last = replaySlice();
        await delay(1);
        atStop = stored();
        await last;
      }
      seconds += (performance.now() - begunAt) / 1_000;
      return atStop;
    },
    async during(milliseconds: number): Promise<void> {
      while (!complete && performance.now() - startedAt < milliseconds) await replaySlice();
    },
    result: () => ({ changed, accepted, refused, mostAhead: Math.max(0, mostAhead), seconds }),
  };
}

/** @returns how many were canceled. */
async function cancelWaiting(api: Api): Promise<number> {
  const query = 'in(status,pending,running)&eventType=old';
  for (;;) {
    const { status, body, headers } = await api.call<BulkResult>('POST', '/api/v1/runs/cancel', { query });
    if (status === 200) return body.changed;
    if (status !== 429) throw new Error(`the cancellation was answered ${status} ${JSON.stringify(body)}`);
    await delay(Number(headers.get('retry-after')) * 1_000);
  }
}
