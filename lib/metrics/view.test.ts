import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { insertTask } from '@/db/tasks';
import { newObjectId } from '@/lib/format/id';
import {
  allowed,
  NOTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createMetrics } from './metrics';
import { writeFamilies, writeHistogram } from './text';
import { viewMetrics } from './view';

const READER = allowed('VIEW_METRICS');
const NOW = Date.now();

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

/** The value of one line, by its name and labels. */
function figure(text: string, sample: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1) ?? Number.NaN);
}

function addTasks(functionName: string, count: number, startTimestamp: number): void {
  writeTransaction(() => {
    for (let i = 0; i < count; i++) {
      const id = newObjectId();
      const task = { id, functionName, data: {}, tags: [], priority: 0, idempotencyKey: id, depth: 0, now: NOW };
      insertTask({ ...task, startTimestamp });
    }
  });
}

describe('the figures for monitoring', () => {
  it('need their own permission', async () => {
    expect(await refusalOf(() => viewMetrics(NOTHING, NOW))).toMatchObject({ code: 10 });
  });

  it('tell of each lane what is due and since when; of a long one only that it is long', async () => {
    addTasks('erase', 3, NOW - 5_000);
    addTasks('later', 2, NOW + 60_000);
    addTasks('flooded', 1_200, NOW - 1_000);
    const text = await viewMetrics(READER, NOW);
    expect(figure(text, 'dispatchers_queue_depth{queue="tasks",lane="erase"}')).toBe(3);
    expect(figure(text, 'dispatchers_queue_oldest_due_seconds{queue="tasks",lane="erase"}')).toBe(5);
    expect(figure(text, 'dispatchers_queue_depth{queue="tasks",lane="flooded"}')).toBe(1_000);
    expect(text).not.toContain('lane="later"');
    expect(figure(text, 'dispatchers_queue_survey_complete{queue="tasks"}')).toBe(1);
  });

  it('say when there are more lanes than they show', async () => {
    for (let i = 0; i < 201; i++) addTasks(`lane-${i}`, 1, NOW);
    const text = await viewMetrics(READER, NOW);
    expect(figure(text, 'dispatchers_queue_survey_complete{queue="tasks"}')).toBe(0);
    expect(text.match(/^dispatchers_queue_depth/gm)?.length).toBeLessThanOrEqual(200);
  });

  it('count attempts by outcome, answers of intake and targets that are away', async () => {
    const { metrics, breakers } = server.context;
    for (const outcome of ['succeeded', 'succeeded', 'infrastructure']) metrics.countAttempt('mails', outcome);
    metrics.observeIntake(202, 0.003);
    metrics.observeIntake(202, 0.03);
    metrics.observeIntake(503, 9);
    metrics.watchRunning('mails', () => 4);
    for (let i = 0; i < 5; i++) breakers.end(breakers.begin('mail', NOW), 'unavailable', 'away', NOW);
    const text = await viewMetrics(READER, NOW + 7_000);
    const expected = {
      'dispatchers_attempts_total{queue="mails",outcome="succeeded"}': 2,
      'dispatchers_attempts_total{queue="mails",outcome="infrastructure"}': 1,
      'dispatchers_intake_requests_total{status="202"}': 2,
      'dispatchers_intake_duration_seconds_bucket{le="0.0025"}': 0,
      'dispatchers_intake_duration_seconds_bucket{le="0.005"}': 1,
      'dispatchers_intake_duration_seconds_bucket{le="5"}': 2,
      'dispatchers_intake_duration_seconds_bucket{le="+Inf"}': 3,
      dispatchers_intake_duration_seconds_count: 3,
      'dispatchers_running{queue="mails"}': 4,
      dispatchers_breakers_open: 1,
      'dispatchers_breaker_open_seconds{target="mail"}': 7,
      'dispatchers_breaker_trips{target="mail"}': 1,
    };
    const found = Object.keys(expected).map((sample) => [sample, figure(text, sample)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('tell of the host: event loop, database, write-ahead log, disk, memory', async () => {
    const text = await viewMetrics(READER, NOW);
    for (const name of ['dispatchers_wal_bytes', 'dispatchers_database_bytes', 'process_resident_memory_bytes']) {
      expect(figure(text, name), name).toBeGreaterThan(0);
    }
    expect(figure(text, 'dispatchers_event_loop_lag_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
    expect(figure(text, 'dispatchers_disk_low')).toBe(0);
  });
});

describe('the text form', () => {
  it('escapes what a name from outside may hold, so that it cannot forge a line', () => {
    const family = { name: 'depth', type: 'gauge', help: 'Rows', samples: [[{ lane: 'a"} 1\nfake 2\\' }, 3]] } as const;
    expect(writeFamilies([family])).toBe(
      '# HELP depth Rows\n# TYPE depth gauge\ndepth{lane="a\\"} 1\\nfake 2\\\\"} 3\n',
    );
  });

  it('leaves out what has no figures, and adds up the buckets of a histogram', () => {
    expect(writeFamilies([{ name: 'none', type: 'gauge', help: '', samples: [] }])).toBe('');
    const metrics = createMetrics();
    for (const seconds of [0.0005, 0.0005, 3]) metrics.observeIntake(200, seconds);
    const lines = writeHistogram('took', 'Time', metrics.read().intake.latency).split('\n');
    expect(lines[2]).toBe('took_bucket{le="0.001"} 2');
    expect(lines.at(-4)).toBe('took_bucket{le="+Inf"} 3');
    expect(lines.at(-3)).toBe('took_sum 3.001');
  });
});
