import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '../fixtures/api';
import type { DispatchersServer } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction } from '../fixtures/factories';
import { startHttpSink } from '../fixtures/http-sink';
import type { Random } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { waitFor } from '../fixtures/wait-for';
import { percentile } from './scenario';

/** What events had to wait for that have nothing to do with what goes on; in ms. */
export interface Waits {
  /** From the sending of an event to the call that follows. */
  p95: number;
  /** From the sending of an event to its answer. */
  intakeP99: number;
}

/** Jobs of other types, each with a function of its own that answers at once, at the same rate all the time. */
export interface Bystanders {
  /** How the events fared that were sent while an act lasted. */
  during(act: () => Promise<void>): Promise<Waits>;
  /** May be called again. */
  stop(): Promise<void>;
}

const LANES = 5;
const PER_SECOND = 40;
/** What a process does once, when it is asked for the first time, is not measured. */
const WARM_UP_MS = 3_000;
const PATIENCE_MS = 120_000;

interface Call {
  data: { event: { content: { n: number } } };
}

export async function startBystanders(server: DispatchersServer, api: Api, random: Random): Promise<Bystanders> {
  const sentAt: number[] = [];
  const calledAt = new Map<number, number>();
  const calls = await startHttpSink({
    script({ body }, response) {
      const { n } = (JSON.parse(body.toString('utf8')) as Call).data.event.content;
      calledAt.set(n, performance.now());
      response.writeHead(204).end();
    },
  });
  for (let lane = 0; lane < LANES; lane++) {
    const { name } = await createHttpFunction(api, calls.url);
    await createDispatcher(api, `bystander_${lane}`, [{ type: 'task', functionName: name }]);
  }
  const load = { url: server.url, rate: PER_SECOND, connections: 8, atMost: 1_000_000, random };
  const sender = startSender({
    ...load,
    prefix: 'bystander',
    event(n) {
      sentAt[n] = performance.now();
      return { type: `bystander_${n % LANES}`, content: { n } };
    },
  });
  await delay(WARM_UP_MS);
  let stopped: Promise<void> | undefined;
  return {
    async during(act) {
      const [from, answered] = [sentAt.length, sender.latencies.length];
      await act();
      const numbers = Array.from({ length: sentAt.length - from }, (_, i) => from + i);
      const intake = sender.latencies.slice(answered);
      await waitFor(
        'the calls of the bystanders',
        async () => (numbers.every((n) => calledAt.has(n)) ? true : undefined),
        PATIENCE_MS,
      );
      const waited = numbers.map((n) => (calledAt.get(n) ?? 0) - (sentAt[n] ?? 0));
      return { p95: percentile(waited, 0.95), intakeP99: percentile(intake, 0.99) };
    },
    stop() {
      stopped ??= sender.giveUp().then(() => calls.close());
      return stopped;
    },
  };
}
