// A helper process of the benchmark that answers one request at a time, over IPC.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT } from '../../../lib/server/build.mjs';

/**
 * Starts `e2e/load/bench/<name>.mjs`.
 * @param {string} name of a script that calls `serve`
 * @param {unknown} options which it gets at the start
 */
export async function startChild(name, options = {}) {
  const script = path.join(ROOT, 'e2e', 'load', 'bench', `${name}.mjs`);
  const child = fork(script, [JSON.stringify(options)], { serialization: 'advanced' });
  const [ready] = await once(child, 'message');
  let requests = 0;
  const asked = new Map();
  child.on('message', ({ id, error, result }) => {
    const { resolve, reject } = asked.get(id);
    asked.delete(id);
    if (error) reject(new Error(`${name}: ${error}`));
    else resolve(result);
  });
  child.once('exit', (code) => {
    for (const { reject } of asked.values()) reject(new Error(`${name} ended with code ${code}`));
  });
  return {
    pid: child.pid,
    /** What it said of itself at the start, such as its port. */
    ready,
    /** Sends a command and waits for its answer. */
    ask(command, argument) {
      const id = ++requests;
      child.send({ id, command, argument });
      return new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
    },
    /** Sends a command that has no answer. */
    tell(command, argument) {
      child.send({ id: 0, command, argument });
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Answers commands in such a process. @param {Record<string, (argument: any) => unknown>} commands */
export function serve(commands, ready = {}) {
  process.on('message', async ({ id, command, argument }) => {
    try {
      const result = await commands[command](argument);
      if (id > 0) process.send({ id, result });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send(ready);
}
