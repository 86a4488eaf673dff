import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signIn, tasksOf } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createLambdaFunction, createTask } from './fixtures/factories';
import {
  type LambdaStandIn,
  lambdaApiError,
  lambdaFunctionError,
  lambdaResult,
  startLambdaStandIn,
} from './fixtures/lambda-stand-in';
import { ended, settled } from './fixtures/wait-for';

let lambda: LambdaStandIn;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  api = await signIn(server);
});
test.beforeEach(async () => {
  lambda = await startLambdaStandIn();
});
test.afterEach(async () => {
  await lambda.close();
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

test('R-23: an event invokes the function with the task, and keeps its result and log lines', async () => {
  const log = 'START RequestId: 1\nerasing u-7\nEND RequestId: 1\n';
  lambda.setBehaviour(lambdaResult({ erased: 3 }, log));
  const name = await createLambdaFunction(api, lambda.url, { functionName: 'erase-user', qualifier: 'live' });
  await createDispatcher(api, 'user_deleted', [
    { type: 'task', functionName: name, data: { userId: '{{content.id}}' }, tags: ['gdpr'] },
  ]);
  const { body: event } = await sendEvent(server, { type: 'user_deleted', content: { id: 'u-7' } });

  const [run] = (await settled(api, event.id)).runs;
  expect(run).toMatchObject({ status: 'succeeded', task: { status: 'complete', result: { erased: 3 } } });
  expect(run?.task?.logs.map((line) => line.message)).toEqual(log.trim().split('\n'));
  expect(lambda.invocations).toHaveLength(1);
  const [invocation] = lambda.invocations;
  const meta = { attempt: 1, idempotencyKey: run?.task?.idempotencyKey };
  expect(invocation).toMatchObject({
    functionName: 'erase-user',
    qualifier: 'live',
    payload: {
      id: run?.task?.id,
      functionName: name,
      tags: ['gdpr'],
      data: { userId: 'u-7', event: { id: event.id, type: 'user_deleted', content: { id: 'u-7' } } },
      meta,
    },
    clientContext: { custom: meta },
  });
  expect(invocation?.headers).toMatchObject({
    'x-amz-invocation-type': 'RequestResponse',
    authorization: expect.stringContaining('Credential=AKIDEXAMPLE/'),
  });
});

test('R-23: a FunctionError fails the task, although Lambda answers 200', async () => {
  lambda.setBehaviour(lambdaFunctionError('TypeError', 'user is undefined', 'looking for the user\n'));
  const name = await createLambdaFunction(api, lambda.url);
  await createDispatcher(api, 'user_vanished', [{ type: 'task', functionName: name }]);
  const { body: event } = await sendEvent(server, { type: 'user_vanished' });

  const [run] = (await settled(api, event.id)).runs;
  const error = { type: 'runtime', name: 'TypeError', message: 'user is undefined' };
  expect(run).toMatchObject({ status: 'failed', task: { status: 'failed', error } });
  expect(run?.reason).toContain('user is undefined');
  expect(run?.task?.logs.map((line) => line.message)).toEqual(['looking for the user']);
  expect(lambda.invocations).toHaveLength(1);
});

test('R-23: a throttled call is made again as a linked new task under the same key', async () => {
  const refuse = lambdaApiError(429, 'TooManyRequestsException', 'Rate exceeded');
  const succeed = lambdaResult('done');
  lambda.setBehaviour((invocation, response) =>
    (lambda.invocations.length === 1 ? refuse : succeed)(invocation, response),
  );
  const name = await createLambdaFunction(api, lambda.url);
  await createDispatcher(api, 'user_busy', [{ type: 'task', functionName: name }]);
  const { body: event } = await sendEvent(server, { type: 'user_busy' });

  const [run] = (await settled(api, event.id)).runs;
  expect(run).toMatchObject({ status: 'succeeded', task: { result: 'done' } });
  const [first, second] = await tasksOf(api, name);
  expect(first).toMatchObject({ status: 'retried', retriedByTaskId: second?.id });
  expect(first?.error).toMatchObject({ type: 'invocation', name: 'TooManyRequestsException' });
  expect(second).toMatchObject({ status: 'complete', retryForTaskIds: [first?.id] });
  const keys = lambda.invocations.map(({ payload }) => (payload as { meta: { idempotencyKey: string } }).meta);
  expect(keys).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  expect(new Set(keys.map((meta) => meta.idempotencyKey)).size).toBe(1);
});

test('R-23: a call that Lambda will never allow fails at once, with what Lambda says', async () => {
  lambda.setBehaviour(lambdaApiError(403, 'AccessDeniedException', 'not authorized to perform: lambda:InvokeFunction'));
  const name = await createLambdaFunction(api, lambda.url);
  const failed = await ended(api, (await createTask(api, { functionName: name })).id);
  expect(failed).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'AccessDeniedException' } });
  expect(failed.error?.message).toContain('not authorized to perform: lambda:InvokeFunction');
  expect(lambda.invocations).toHaveLength(1);
});
