import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { RESULT_MAX_BYTES } from '@/lib/functions/outcome';
import { LOG_MAX_BYTES } from '@/lib/functions/runner/log-collector';

/**
 * No core dumps, files of at most 256 MB (in blocks of 512 bytes, as POSIX has it), 512 of them open; then Node itself, with
 * what the others leave of the processors. Where Linux shares these out among sessions first (sched(7), autogroup), the
 * niceness of a process counts within its session alone, and the session has one of its own.
 */
const LIMITED = [
  'ulimit -c 0; ulimit -f 524288; ulimit -n 512',
  '(echo 10 >/proc/self/autogroup) 2>/dev/null',
  'unset PWD OLDPWD; exec nice -n 10 "$0" "$@"',
].join('; ');
const ERROR_MESSAGE_MAX_LENGTH = 4_096;
/** What a function sees of the server's own environment: no secrets, only what programs need to behave. */
const INHERITED_VARIABLES = ['PATH', 'TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** What makes two runs able to share a warm process: equal specs. */
export interface ProcessSpec {
  /** Real path of the unpacked code. */
  codeDir: string;
  entryPoint: string;
  /** Megabytes. */
  memoryLimit: number;
  environment: Readonly<Record<string, string>>;
}

export interface LaunchSettings {
  /** Directory that holds `child.mjs`. */
  runnerDir: string;
  /**
   * Restricts the file system to the function's code (read) and temporary directory, and forbids child processes, by
   * Node's permission model. A seat belt: the network stays open, and functions remain code that an administrator trusts.
   */
  contained: boolean;
}

/**
 * Starts a process for a function in a process group of its own, so that it can be ended with all that it started.
 * `tempDir` (a real path) is its working directory.
 */
export function launch(spec: ProcessSpec, tempDir: string, settings: LaunchSettings): ChildProcess {
  const file = path.join(settings.runnerDir, 'child.mjs');
  const setup = {
    codeDir: spec.codeDir,
    entryPoint: spec.entryPoint,
    tempDir,
    parentPid: process.pid,
    contained: settings.contained,
    // One byte over the limit reaches the server, which then knows that something is missing.
    limits: { log: LOG_MAX_BYTES + 1, result: RESULT_MAX_BYTES, message: ERROR_MESSAGE_MAX_LENGTH },
  };
  const flags = [
    `--max-old-space-size=${spec.memoryLimit}`,
    ...(settings.contained ? permissionFlags(file, spec.codeDir, tempDir) : []),
  ];
  return fork(file, [JSON.stringify(setup)], {
    cwd: tempDir,
    detached: true,
    env: toEnvironment(spec.environment, tempDir),
    execPath: '/bin/sh',
    execArgv: ['-c', LIMITED, process.execPath, ...flags],
    serialization: 'json',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function toEnvironment(own: Readonly<Record<string, string>>, tempDir: string): NodeJS.ProcessEnv {
  const inherited = INHERITED_VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // NODE_ENV is what many packages look at; Next's types insist on it too.
  return { NODE_ENV: 'production', ...Object.fromEntries(inherited), HOME: tempDir, TMPDIR: tempDir, ...own };
}

/** Node 20 spells the switch `--experimental-permission`; Node 25 closes the network too unless told otherwise. */
function permissionFlags(file: string, codeDir: string, tempDir: string): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  return [
    known.has('--permission') ? '--permission' : '--experimental-permission',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    `--allow-fs-read=${file}`,
    `--allow-fs-read=${codeDir}/*`,
    `--allow-fs-read=${tempDir}/*`,
    `--allow-fs-write=${tempDir}/*`,
    '--allow-worker',
    ...(known.has('--allow-net') ? ['--allow-net'] : []),
  ];
}
