import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';

export interface SourceProcess {
  child: ChildProcess;
  /** The next message that the process sends; rejects when it ends without one. */
  message(): Promise<unknown>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Bundles a few lines of TypeScript, as the server is bundled, so that they can run in processes of their own. */
export async function bundleSource(source: string, directory: string): Promise<(args: string[]) => SourceProcess> {
  const outfile = path.join(directory, 'process.cjs');
  const stdin = { contents: source, resolveDir: process.cwd(), loader: 'ts' } as const;
  const external = ['better-sqlite3'];
  await build({ stdin, outfile, external, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  return (args) => {
    const env = { ...process.env, NODE_PATH: path.join(process.cwd(), 'node_modules') };
    return toProcess(fork(outfile, args, { execArgv: [], env }));
  };
}

function toProcess(child: ChildProcess): SourceProcess {
  const exited = once(child, 'exit');
  return {
    child,
    async message() {
      const early = exited.then(([code, signal]) => {
        throw new Error(`the process ended (${String(code ?? signal)}) without a message`);
      });
      const [message] = (await Promise.race([once(child, 'message'), early])) as [unknown];
      return message;
    },
    async kill(signal) {
      child.kill(signal);
      await exited;
    },
  };
}
