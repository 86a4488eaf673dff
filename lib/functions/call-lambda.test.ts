import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type LambdaBehaviour,
  type LambdaStandIn,
  lambdaApiError,
  lambdaFunctionError,
  lambdaResult,
  startLambdaStandIn,
} from '@/e2e/fixtures/lambda-stand-in';
import type { JsonObject } from '@/lib/format/json';
import { createLambdaExecutor, PAYLOAD_MAX_BYTES } from '@/lib/functions/call-lambda';
import type { FunctionCall, FunctionExecutor, FunctionFailure, LambdaFunction } from '@/lib/functions/outcome';
import { createTargetGuard } from '@/lib/http/target-guard';

const never = new AbortController().signal;
let lambda: LambdaStandIn;
let executor: FunctionExecutor<LambdaFunction>;

beforeEach(async () => {
  lambda = await startLambdaStandIn();
  executor = createLambdaExecutor(createTargetGuard({ allowPrivateTargets: ['127.0.0.1'] }));
});

afterEach(async () => {
  await executor.close();
  await lambda.close();
});

function callOf(settings: Partial<LambdaFunction> = {}, data: JsonObject = { event: { id: 'e1' } }) {
  const fn: LambdaFunction = {
    kind: 'lambda',
    name: 'cloud',
    timeLimit: 3,
    lambda: { functionName: 'my-function', region: 'eu-west-1', endpoint: lambda.url },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    ...settings,
  };
  const task = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', functionName: 'cloud', data };
  return { taskId: task.id, idempotencyKey: 'run-1', attempt: 2, task, fn } satisfies FunctionCall<LambdaFunction>;
}

async function failureOf(behaviour: LambdaBehaviour, settings: Partial<LambdaFunction> = {}): Promise<FunctionFailure> {
  lambda.setBehaviour(behaviour);
  const outcome = await executor.execute(callOf(settings), never);
  if (outcome.status !== 'failed') throw new Error('succeeded');
  return outcome;
}

test('R-23: the task arrives with its meta, in the payload and in the client context, signed for the region', async () => {
  lambda.setBehaviour(lambdaResult({ done: true }, 'START\nhello é\nEND\n'));
  const outcome = await executor.execute(callOf(), never);
  expect(outcome).toMatchObject({ status: 'succeeded', result: { done: true } });
  expect(outcome.logs.map((line) => line.message)).toEqual(['START', 'hello é', 'END']);
  const [invocation] = lambda.invocations;
  const meta = { idempotencyKey: 'run-1', attempt: 2, deadline: expect.any(Number) };
  expect(invocation?.payload).toEqual({ ...callOf().task, meta });
  expect(invocation?.clientContext).toEqual({ custom: meta });
  expect(invocation).toMatchObject({ functionName: 'my-function', qualifier: undefined });
  expect(invocation?.headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'Tail' });
  expect(invocation?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/lambda\//,
  );
});

test('a qualifier picks the version', async () => {
  const target = { functionName: 'my-function', region: 'eu-west-1', endpoint: lambda.url, qualifier: 'live' };
  await executor.execute(callOf({ lambda: target }), never);
  expect(lambda.invocations[0]?.qualifier).toBe('live');
});

test('a function that returns nothing succeeds, and a huge result is not kept', async () => {
  expect(await executor.execute(callOf(), never)).toMatchObject({ status: 'succeeded', result: null });
  lambda.setBehaviour(lambdaResult('r'.repeat(1_100_000)));
  const outcome = await executor.execute(callOf(), never);
  expect(outcome).toMatchObject({ status: 'succeeded', result: undefined });
  expect(outcome.logs.at(-1)?.message).toContain('not kept');
});

describe('R-23: a failure', () => {
  test('of the function is one although Lambda answers 200', async () => {
    const outcome = await failureOf(lambdaFunctionError('TypeError', 'x is not a function', 'ERROR TypeError\n'));
    expect(outcome).toMatchObject({
      retryable: true,
      error: { type: 'runtime', name: 'TypeError', message: 'x is not a function' },
      logs: [{ message: 'ERROR TypeError' }],
    });
  });

  test.each<[number, string, boolean]>([
    [429, 'TooManyRequestsException', true],
    [500, 'ServiceException', true],
    [503, 'ServiceUnavailable', true],
    [409, 'ResourceConflictException', true],
    [502, 'ENILimitReachedException', true],
    [502, 'KMSAccessDeniedException', false],
    [502, 'InvalidRuntimeException', false],
    [403, 'AccessDeniedException', false],
    [403, 'UnrecognizedClientException', false],
    [404, 'ResourceNotFoundException', false],
    [413, 'RequestTooLargeException', false],
  ])('of the API, %i %s: one call, and retryable is %s', async (status, name, retryable) => {
    const outcome = await failureOf(lambdaApiError(status, name, 'because'));
    expect(outcome).toMatchObject({ retryable, error: { type: 'invocation', name } });
    expect(outcome.error.message).toBe(`Lambda refused the call (${status}): because`);
    expect(lambda.invocations).toHaveLength(1);
  });

  test('by throttling waits as long as Lambda asks', async () => {
    const outcome = await failureOf((_invocation, response) => {
      response
        .writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException', 'retry-after': '7' })
        .end('{"message":"Rate Exceeded."}');
    });
    expect(outcome).toMatchObject({ retryable: true, retryAfterMs: 7_000 });
  });

  test('to answer ends at the time limit, or when we stop waiting', async () => {
    const outcome = await failureOf(() => undefined, { timeLimit: 0.3 });
    expect(outcome).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'TimeLimitExceeded' } });
    const stopping = new AbortController();
    lambda.setBehaviour(() => stopping.abort());
    const stopped = await executor.execute(callOf(), stopping.signal);
    expect(stopped).toMatchObject({ status: 'failed', error: { name: 'Interrupted' } });
  });

  test('to connect, or of a connection that was cut, is worth another try', async () => {
    const cut = await failureOf((_invocation, response) => void response.socket?.destroy());
    expect(cut).toMatchObject({ retryable: true, error: { type: 'invocation', name: 'ECONNRESET' } });
    await lambda.close();
    const refused = await executor.execute(callOf(), never);
    expect(refused).toMatchObject({ status: 'failed', retryable: true, error: { name: 'ECONNREFUSED' } });
  });

  test('by a task of more than 6 MB is said without calling', async () => {
    const outcome = await executor.execute(callOf({}, { big: 'b'.repeat(PAYLOAD_MAX_BYTES) }), never);
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { name: 'PayloadTooLarge' } });
    expect(lambda.invocations).toEqual([]);
  });

  test('by an endpoint that the guard refuses is permanent, and nothing is sent', async () => {
    const guarded = createLambdaExecutor(createTargetGuard());
    const outcome = await guarded.execute(callOf(), never);
    await guarded.close();
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { name: 'TargetNotAllowed' } });
    expect(lambda.invocations).toEqual([]);
  });
});
