import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, type HttpSink, startHttpSink } from '@/e2e/fixtures/http-sink';
import { type LambdaStandIn, lambdaResult, startLambdaStandIn } from '@/e2e/fixtures/lambda-stand-in';
import { createFunctionExecutor, type FunctionExecutor, type RunnableFunction } from '@/lib/functions/executor';
import { hashCode } from '@/lib/functions/read-code';
import { writeZip } from '@/lib/functions/write-zip';
import { createTargetGuard } from '@/lib/http/target-guard';

let dataDir: string;
let executor: FunctionExecutor;
let sink: HttpSink;
let lambda: LambdaStandIn;
const never = new AbortController().signal;
const faults: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'executor-'));
  sink = await startHttpSink({ script: answer(200, 'http', { 'content-type': 'text/plain' }) });
  lambda = await startLambdaStandIn();
  executor = createFunctionExecutor({
    dataDir,
    maxProcesses: 1,
    guard: createTargetGuard({ allowPrivateTargets: ['127.0.0.1'] }),
    logger: { error: (_details, message) => faults.push(message) },
  });
});

afterAll(async () => {
  await executor.close();
  await sink.close();
  await lambda.close();
  await rm(dataDir, { recursive: true, force: true });
});

function run(fn: RunnableFunction, data: Record<string, string> = {}) {
  const task = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', data };
  return executor.execute({ taskId: task.id, idempotencyKey: 'run-1', attempt: 1, task, fn }, never);
}

const zip = writeZip([{ path: 'index.js', content: 'exports.handler = async ({ data }) => data;' }]);
const local: RunnableFunction = {
  kind: 'local',
  name: 'local',
  timeLimit: 3,
  memoryLimit: 128,
  codeHash: hashCode(zip),
  entryPoint: 'index.handler',
  environmentVariables: {},
  readCode: async () => zip,
};

test('each kind of function runs where it belongs', async () => {
  expect(await run(local, { a: 'b' })).toMatchObject({ status: 'succeeded', result: { a: 'b' } });
  sink.setBehaviour(answer(200, { by: 'http' }));
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  const http: RunnableFunction = { kind: 'http', name: 'http', timeLimit: 3, url: sink.url, secret };
  expect(await run(http)).toMatchObject({ status: 'succeeded', result: { by: 'http' } });
  lambda.setBehaviour(lambdaResult({ by: 'lambda' }));
  const target = { functionName: 'f', region: 'eu-west-1', endpoint: lambda.url };
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const cloud: RunnableFunction = { kind: 'lambda', name: 'lambda', timeLimit: 3, lambda: target, credentials };
  expect(await run(cloud)).toMatchObject({ status: 'succeeded', result: { by: 'lambda' } });
  expect(faults).toEqual([]);
});

test('a fault of ours is an outcome and is logged, never thrown', async () => {
  const unknown = { ...local, kind: 'unheard-of' } as unknown as RunnableFunction;
  expect(await run(unknown)).toMatchObject({
    status: 'failed',
    retryable: true,
    error: { type: 'invocation', name: 'ServerFault' },
  });
  expect(faults).toEqual(['a function could not be run']);
});

test('code that cannot be read is a failure of the invocation', async () => {
  const unreadable = { ...local, codeHash: 'e'.repeat(64), readCode: () => Promise.reject(new Error('disk on fire')) };
  const outcome = await run(unreadable);
  expect(outcome).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'NotStarted' } });
  expect(outcome.status === 'failed' && outcome.error.message).toContain('disk on fire');
});
