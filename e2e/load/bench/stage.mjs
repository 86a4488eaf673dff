// One server, its receivers and its sender, and what is common to all measurements on them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { configure, startBenchServer } from './bench-server.mjs';
import { startChild } from './child.mjs';

const SAMPLE_MS = 5;
/** With no arrival for so long, what has not come is lost. */
const SILENCE_MS = 20_000;

/**
 * @param {{env?: Record<string, string>, flags?: string[], configureMore?: (api: Function) => unknown, prepare?: (dataDir: string) => unknown}} options
 * `configureMore`: through the API; `prepare`: in the database, between the configuration and the measured start.
 */
export async function openStage({ env, flags, configureMore, prepare } = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dispatchers-bench-'));
  const [smtp, http, sender] = await Promise.all(
    ['smtp-receiver', 'http-receiver', 'sender'].map((name) => startChild(name)),
  );
  const ports = { smtp: smtp.ready.port, http: http.ready.port };
  let server = await startBenchServer(dataDir, ports, env, prepare ? [] : flags);
  await configure(server, ports);
  await configureMore?.(server.api);
  if (prepare) {
    await server.stop();
    await prepare(dataDir);
    server = await startBenchServer(dataDir, ports, env, flags);
  }
  let number = 0;
  return {
    /** Events of these numbers are in the database already. */
    skipNumbers(count) {
      number = count;
    },
    server,
    receiverOf: (type) => (type === 'bench.mail' ? smtp : http),
    sender,
    /** Sends events and keeps count of their numbers. */
    async send(options) {
      const from = number;
      const result = await sender.ask('run', { port: server.port, from, ...options });
      number = result.to;
      return { ...result, from };
    },
    /** As `send`, but only `window` events may be on their way at once: the rate is what the whole way sustains. */
    async sendThrough(options) {
      const receiver = this.receiverOf(options.type);
      const before = await receiver.ask('total');
      let done = false;
      const relay = (async () => {
        while (!done) {
          sender.tell('allow', (await receiver.ask('total')) - before + options.window);
          await delay(SAMPLE_MS);
        }
      })();
      const result = await this.send(options).finally(() => {
        done = true;
      });
      await relay;
      return result;
    },
    /** Waits until all that was acknowledged has arrived. @returns what is wrong with it: nothing, when all zeros. */
    async settle(type, sent) {
      const receiver = this.receiverOf(type);
      let last = -1;
      let since = performance.now();
      for (;;) {
        const total = await receiver.ask('total');
        const { counts, times, wrong } = await receiver.ask('read', { from: sent.from, to: sent.to });
        const lost = counts.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
        const repeated = counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
        if (total !== last) {
          last = total;
          since = performance.now();
        }
        if (lost === 0 || performance.now() - since > SILENCE_MS) return { lost, repeated, wrong, times };
        await delay(200);
      }
    },
    /** Ends the server as a crash does. */
    kill() {
      process.kill(server.pid, 'SIGKILL');
    },
    async restart() {
      server = await startBenchServer(dataDir, ports, env, flags);
      this.server = server;
    },
    async close() {
      await server.stop();
      await Promise.all([smtp.stop(), http.stop(), sender.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
