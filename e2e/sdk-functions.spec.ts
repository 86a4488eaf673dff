import {
  ConcurrentExecutionLimitError,
  createOAuth2Client,
  FunctionPermissionMode,
  IllegalStateError,
  InvalidFunctionCodeError,
  InvalidFunctionParameterError,
  LambdaInvocationError,
  LambdaRuntimeError,
  MissingRequiredFieldsError,
  NoPermissionError,
  type OAuth2Client,
  ResourceAlreadyExistsError,
  ResourceUnknownError,
  TaskStatus,
  TimeLimitExceedsDirectExecutionMaximumError,
  UserNotAuthenticatedError,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { MAX_DIRECT_EXECUTIONS } from '@/lib/functions/schema';
import { CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { type HttpSink, startHttpSink } from './fixtures/http-sink';
import { clientAllowed, errorOf, functionOf, signedInClient, zipOf } from './fixtures/official-client';

let server: DispatchersServer;
let sink: HttpSink;
let exh: OAuth2Client;

test.beforeAll(async () => {
  sink = await startHttpSink();
  server = await startDispatchers({ env: { ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  exh = await signedInClient(server);
});
test.afterAll(async () => {
  await sink?.close();
  await server?.stop();
  server?.cleanUp();
});

async function newFunction(code: string, over: object = {}): Promise<string> {
  const { name } = await exh.tasks.functions.create(functionOf(uniqueName('fn'), code, over));
  return name;
}

test.describe('functions', () => {
  const ECHO = 'exports.handler = async (task) => ({ got: task.data, region: process.env.customRegion });';

  test('are created, listed, shown, changed, disabled, enabled and removed', async () => {
    const name = uniqueName('fn');
    const settings = {
      description: 'An echo',
      timeLimit: 10,
      memoryLimit: 256,
      environmentVariables: { customRegion: { value: 'eu' }, CUSTOM_KEY: { value: 'x' } },
      executionOptions: { permissionMode: FunctionPermissionMode.ALL_USERS, defaultPriority: 4 },
      retryPolicy: { enabled: true, errorsToRetry: ['TypeError'] },
    };
    const made = await exh.tasks.functions.create(functionOf(name, ECHO, settings));
    expect(made).toMatchObject({
      ...settings,
      name,
      entryPoint: 'index.handler',
      runtime: 'nodejs20.x',
      enabled: true,
      environmentVariables: { customRegion: expect.any(Object), CUSTOM_KEY: expect.any(Object) },
      updateTimestamp: expect.any(Date),
    });
    expect(made).not.toHaveProperty('code');
    expect(await exh.tasks.functions.getByName(name)).toEqual(made);
    const list = await exh.tasks.functions.find();
    expect(list.page.total).toBe(list.data.length);
    expect(list.data.find((fn) => fn.name === name)).toMatchObject({ description: 'An echo' });

    const change = { description: 'Changed', code: zipOf('exports.handler = async () => "changed";') };
    expect(await exh.tasks.functions.update(name, change)).toEqual({ affectedRecords: 1 });
    expect((await exh.tasks.functions.execute(name)).result).toBe('changed');
    expect(await exh.tasks.functions.getByName(name)).toMatchObject({ description: 'Changed', timeLimit: 10 });

    expect(await exh.tasks.functions.disable(name)).toEqual({ affectedRecords: 1 });
    expect((await exh.tasks.functions.getByName(name)).enabled).toBe(false);
    expect(await errorOf(() => exh.tasks.functions.execute(name))).toBeInstanceOf(IllegalStateError);
    expect(await exh.tasks.functions.enable(name)).toEqual({ affectedRecords: 1 });
    expect(await exh.tasks.functions.remove(name)).toEqual({ affectedRecords: 1 });
    expect(await errorOf(() => exh.tasks.functions.getByName(name))).toBeInstanceOf(ResourceUnknownError);
  });

  test('that are malformed are refused with the error class of the client', async () => {
    const name = await newFunction(ECHO);
    const { functions } = exh.tasks;
    expect(await errorOf(() => functions.create(functionOf(name, ECHO)))).toBeInstanceOf(ResourceAlreadyExistsError);
    expect(await errorOf(() => functions.create({ name: 'x' } as never))).toBeInstanceOf(MissingRequiredFieldsError);
    const noZip = { ...functionOf(uniqueName('fn'), ''), code: 'bm8gemlw' };
    expect(await errorOf(() => functions.create(noZip))).toBeInstanceOf(InvalidFunctionCodeError);
    expect(await errorOf(() => functions.update(name, { timeLimit: 301 }))).toBeInstanceOf(
      InvalidFunctionParameterError,
    );
    for (const act of [
      () => functions.update('ghost', {}),
      () => functions.remove('ghost'),
      () => functions.enable('ghost'),
      () => functions.disable('ghost'),
      () => functions.execute('ghost'),
    ]) {
      expect(await errorOf(act)).toBeInstanceOf(ResourceUnknownError);
    }
  });

  test('are executed directly: the finished task comes with the result, and is stored', async () => {
    const name = await newFunction(`console.log('loaded'); ${ECHO}`, {
      environmentVariables: { customRegion: { value: 'eu' } },
    });
    const data = { customKey: 1, custom_key: 2, updateTimestamp: 'mine' };
    const task = await exh.tasks.functions.execute(name, data);
    expect(task).toMatchObject({
      status: TaskStatus.COMPLETE,
      functionName: name,
      data,
      result: { got: data, region: 'eu' },
      startTimestamp: expect.any(Date),
    });
    expect(await exh.tasks.findById(task.id ?? '')).toMatchObject({ status: TaskStatus.COMPLETE, data });
    expect((await exh.tasks.functions.execute(name)).result).toEqual({ got: {}, region: 'eu' });
    expect(await exh.tasks.logs.find(task.id ?? '')).toMatchObject([{ message: 'loaded' }]);
  });

  test('that fail while the caller waits say so, with the task', async () => {
    const broken = await newFunction('exports.handler = async () => { throw new RangeError("too far"); };');
    const runtime = await errorOf(() => exh.tasks.functions.execute(broken));
    expect(runtime).toBeInstanceOf(LambdaRuntimeError);
    const { response } = runtime as LambdaRuntimeError & { response: { taskId: string; runtimeError: object } };
    expect(response.runtimeError).toEqual({ name: 'RangeError', message: 'too far' });
    expect(await exh.tasks.findById(response.taskId)).toMatchObject({
      status: TaskStatus.FAILED,
      error: { type: 'runtime', name: 'RangeError', message: 'too far' },
    });

    sink.setBehaviour((_request, response) => void response.socket?.destroy());
    const closed = await newFunction('', { kind: 'http', http: { url: sink.url } });
    const invocation = await errorOf(() => exh.tasks.functions.execute(closed));
    expect(invocation).toBeInstanceOf(LambdaInvocationError);
    const { taskId } = (invocation as LambdaInvocationError).response as { taskId: string };
    expect((await exh.tasks.findById(taskId))?.error?.type).toBe('invocation');

    const slow = await newFunction(ECHO, { timeLimit: 31 });
    expect(await errorOf(() => exh.tasks.functions.execute(slow))).toBeInstanceOf(
      TimeLimitExceedsDirectExecutionMaximumError,
    );
  });

  test('are executed by no more callers at a time than the limit', async () => {
    const name = uniqueName('fn');
    await exh.raw.post('/tasks/v1/functions/', { name, kind: 'http', http: { url: sink.url } });
    const open: (() => void)[] = [];
    sink.setBehaviour((_request, response) => open.push(() => response.writeHead(204).end()));
    const before = sink.requests.length;
    const running = Array.from({ length: MAX_DIRECT_EXECUTIONS }, () => exh.tasks.functions.execute(name));
    await sink.waitFor(before + MAX_DIRECT_EXECUTIONS);
    expect(await errorOf(() => exh.tasks.functions.execute(name))).toBeInstanceOf(ConcurrentExecutionLimitError);
    for (const answer of open) answer();
    for (const task of await Promise.all(running)) expect(task.status).toBe(TaskStatus.COMPLETE);
  });

  test('are executed by whom their permission mode lets in', async () => {
    const nobody = createOAuth2Client({ host: server.url, clientId: CLIENT_ID });
    const weak = await clientAllowed(server, exh, 'VIEW_TASKS');
    const strong = await clientAllowed(server, exh, 'EXECUTE_TASK_FUNCTION');
    const withMode = (permissionMode: FunctionPermissionMode) =>
      newFunction(ECHO, { executionOptions: { permissionMode } });
    const [closed, users, open] = [
      await withMode(FunctionPermissionMode.PERMISSION_REQUIRED),
      await withMode(FunctionPermissionMode.ALL_USERS),
      await withMode(FunctionPermissionMode.PUBLIC),
    ];
    expect(await errorOf(() => nobody.tasks.functions.execute(closed))).toBeInstanceOf(UserNotAuthenticatedError);
    expect(await errorOf(() => weak.tasks.functions.execute(closed))).toBeInstanceOf(NoPermissionError);
    expect((await strong.tasks.functions.execute(closed)).status).toBe(TaskStatus.COMPLETE);
    expect(await errorOf(() => nobody.tasks.functions.execute(users))).toBeInstanceOf(UserNotAuthenticatedError);
    expect((await weak.tasks.functions.execute(users)).status).toBe(TaskStatus.COMPLETE);
    expect((await nobody.tasks.functions.execute(open)).status).toBe(TaskStatus.COMPLETE);
    const headers = { Cookie: 'of-another-application=1' };
    expect((await nobody.tasks.functions.execute(open, {}, { headers })).status).toBe(TaskStatus.COMPLETE);
  });
});
