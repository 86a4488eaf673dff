/**
 * Runs one function's handler, one job at a time, in a process of its own.
 * A plain module that the server starts by path, so it is the same file under vitest, `next dev` and the bundle.
 * Messages in: `{type: 'run', job, task, meta}`. Out: `ready`, `result`, `refused` and `retire` (see function-process.ts).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';

const { codeDir, entryPoint, tempDir, parentPid, contained, limits } = JSON.parse(process.argv[2]);
process.argv.length = 2;

const jobOf = new AsyncLocalStorage();
const channel = process.channel;
const sendToServer = process.send.bind(process);
const written = [0, 0];
let current;
let handler;
let logBudget = 0;
let retired = false;

/** `for(;;)` blocks every callback of this thread, so another one watches that the server is still there. */
function startWatchdog() {
  const code = `setInterval(() => { if (process.ppid !== ${parentPid}) process.kill(-process.pid, 'SIGKILL'); }, 500);`;
  const watchdog = new Worker(code, {
    eval: true,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8 },
  });
  return new Promise((resolve) => watchdog.once('online', resolve)).then(() => watchdog.unref());
}

function send(message) {
  // A server that is gone is the watchdog's business, not an error of the function.
  sendToServer(message, undefined, undefined, () => undefined);
}

function writeFully(fd, chunk) {
  for (let offset = 0; offset < chunk.length; ) {
    try {
      offset += fs.writeSync(fd, chunk, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  written[fd - 1] += chunk.length;
}

/** Output beyond the limit is dropped here, so 100 MB of it costs the server nothing. One byte more tells it so. */
function writeLog(fd, chunk) {
  if (logBudget <= 0) return;
  const kept = chunk.length > logBudget ? chunk.subarray(0, logBudget) : chunk;
  logBudget -= kept.length;
  writeFully(fd, kept);
}

function captureOutput(name, fd) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      const owner = jobOf.getStore();
      if (owner === undefined || owner === current) writeLog(fd, chunk);
      done();
    },
  });
  stream.fd = fd;
  Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
}

function limit(text, length) {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Anything can be thrown: null, a circular object, something whose getters throw, a message of 100 MB. */
function describeError(thrown) {
  try {
    if (thrown instanceof Error || (typeof thrown?.message === 'string' && typeof thrown?.name === 'string')) {
      return {
        name: limit(String(thrown.name || 'Error'), 256),
        message: limit(String(thrown.message), limits.message),
      };
    }
    const shown = inspect(thrown, { depth: 2, maxStringLength: 1_000, maxArrayLength: 20, breakLength: 100 });
    return {
      name: 'NonErrorThrown',
      message: limit(`The function threw ${shown}, which is not an Error`, limits.message),
    };
  } catch {
    return { name: 'NonErrorThrown', message: 'The function threw something that cannot be described' };
  }
}

function logStack(thrown) {
  try {
    if (typeof thrown?.stack === 'string') writeLog(2, Buffer.from(`${limit(thrown.stack, limits.message)}\n`));
  } catch {
    // A stack that cannot be read is no loss: the error itself is reported.
  }
}

function finish(job, answer) {
  if (job !== current) return;
  current = undefined;
  retired ||= !answer.ok;
  send({ type: 'result', job, ...answer, retire: retired, written });
  channel.ref();
}

function fail(job, thrown, error = describeError(thrown)) {
  if (job !== current) return;
  logStack(thrown);
  finish(job, { ok: false, error });
}

/** An error outside the handler's own promise: of the running job, or left behind by an earlier one. */
function onStray(name, phrase) {
  return (thrown) => {
    const owner = jobOf.getStore();
    if (current !== undefined && (owner === undefined || owner === current)) {
      const { name: type, message } = describeError(thrown);
      fail(current, thrown, { name, message: limit(`${phrase}: ${type}: ${message}`, limits.message) });
      return;
    }
    retired = true;
    if (current === undefined) send({ type: 'retire' });
  };
}

class HandlerNotFound extends Error {
  name = 'HandlerNotFound';
}

async function loadHandler() {
  const dot = entryPoint.lastIndexOf('.');
  const base = path.join(codeDir, entryPoint.slice(0, dot));
  const exportName = entryPoint.slice(dot + 1);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((name) => fs.existsSync(name));
  if (!file) throw new HandlerNotFound(`The code has no file for its entry point ${entryPoint}`);
  const loaded = await import(pathToFileURL(file).href);
  const found = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof found !== 'function') {
    throw new HandlerNotFound(
      `The code exports no function '${exportName}', which its entry point ${entryPoint} names`,
    );
  }
  return found;
}

function toAnswer(value) {
  let json;
  try {
    json = JSON.stringify(value);
  } catch (error) {
    const message = limit(`The result cannot be written as JSON: ${error?.message}`, limits.message);
    return { ok: false, error: { name: 'ResultNotSerializable', message } };
  }
  if (json === undefined && value !== undefined) {
    const error = {
      name: 'ResultNotSerializable',
      message: `The result is a ${typeof value}, which JSON cannot carry`,
    };
    return { ok: false, error };
  }
  if (json !== undefined && Buffer.byteLength(json) > limits.result) {
    const message = `The result takes ${Buffer.byteLength(json)} bytes of JSON; at most ${limits.result} are kept`;
    return { ok: false, error: { name: 'ResultTooLarge', message } };
  }
  return { ok: true, json };
}

/** The next job starts in an empty directory. */
function emptyTempDir() {
  try {
    if (process.cwd() !== tempDir) process.chdir(tempDir);
    for (const name of fs.readdirSync(tempDir)) fs.rmSync(path.join(tempDir, name), { recursive: true, force: true });
  } catch {
    retired = true;
    send({ type: 'retire' });
  }
}

async function run({ job, task, meta }) {
  if (retired) {
    send({ type: 'refused', job });
    return;
  }
  current = job;
  logBudget = limits.log;
  // From here only the handler's own work keeps the process alive; see 'beforeExit'.
  channel.unref();
  try {
    handler ??= await loadHandler();
    const value = await jobOf.run(job, () => handler(task, meta));
    finish(job, toAnswer(value));
  } catch (error) {
    fail(job, error);
  }
  emptyTempDir();
}

function hideServer() {
  process.send = undefined;
  if (!contained) return;
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (pid === process.pid) return kill(pid, signal);
    throw Object.assign(new Error('A function may signal only itself'), { code: 'EPERM' });
  };
}

captureOutput('stdout', 1);
captureOutput('stderr', 2);
process.on('unhandledRejection', onStray('UnhandledRejection', 'A promise was rejected and nothing handled it'));
process.on('uncaughtException', onStray('UncaughtException', 'An error was thrown outside the handler'));
process.on('beforeExit', () => {
  const message = 'The function had nothing left to wait for, and its promise never settled';
  if (current !== undefined) fail(current, undefined, { name: 'NeverSettled', message });
});
process.on('message', (message) => {
  if (message?.type === 'run') void run(message);
});
await startWatchdog();
hideServer();
send({ type: 'ready' });
