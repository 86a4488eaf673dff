import {
  ConcurrentExecutionLimitError,
  createOAuth2Client,
  FieldFormatError,
  FunctionPermissionMode,
  IDFormatError,
  IllegalStateError,
  InvalidFunctionCodeError,
  InvalidFunctionParameterError,
  InvalidRqlError,
  LambdaInvocationError,
  LambdaRuntimeError,
  MissingRequiredFieldsError,
  NoPermissionError,
  NoTaskLogsFoundError,
  type OAuth2Client,
  ResourceAlreadyExistsError,
  ResourceUnknownError,
  rqlBuilder,
  type Task,
  TaskStatus,
  TimeLimitExceedsDirectExecutionMaximumError,
  UserNotAuthenticatedError,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { MAX_DIRECT_EXECUTIONS } from '@/lib/functions/schema';
import { writeZip } from '@/lib/functions/write-zip';
import { CLIENT_ID, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { type HttpSink, startHttpSink } from './fixtures/http-sink';
import { AWKWARD, clientAllowed, collect, errorOf, signedInClient } from './fixtures/official-client';
import { waitFor } from './fixtures/wait-for';

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

const UNKNOWN_ID = '000000000000000000000000';
const FUTURE = new Date('2030-01-02T03:04:05.678Z');
const zip = (code: string) => writeZip([{ path: 'index.js', content: code }]).toString('base64');
const creation = (name: string, code: string, over: object = {}) => ({
  name,
  code: zip(code),
  entryPoint: 'index.handler',
  runtime: 'nodejs20.x',
  ...over,
});
async function newFunction(code: string, over: object = {}): Promise<string> {
  const { name } = await exh.tasks.functions.create(creation(uniqueName('fn'), code, over));
  return name;
}
const ended = (id = '') =>
  waitFor(`task ${id}`, async () => {
    const task = await exh.tasks.findById(id);
    return task && task.status !== TaskStatus.NEW && task.status !== TaskStatus.IN_PROGRESS ? task : undefined;
  });
const names = (tasks: Task[]) => tasks.map(({ functionName }) => functionName).sort();

test.describe('tasks', () => {
  test('are created with their data untouched, and their times are Dates', async () => {
    const data = { customKey: 1, custom_key: { innerKey: [1] }, creationTimestamp: 'mine', startTimestamp: 7 };
    const body = { functionName: 'later', data, startTimestamp: FUTURE, priority: 3, tags: ['a', AWKWARD] };
    const made = await exh.tasks.create(body);
    expect(made).toEqual({
      ...body,
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      status: TaskStatus.NEW,
      statusChangedTimestamp: expect.any(Date),
      createdByUserId: expect.stringMatching(/^[0-9a-f]{24}$/),
      createdByApplicationId: expect.stringMatching(/^[0-9a-f]{24}$/),
      creationTimestamp: expect.any(Date),
      updateTimestamp: expect.any(Date),
    });
    expect(await exh.tasks.findById(made.id ?? '')).toEqual(made);
    expect(await exh.tasks.findFirst({ rql: rqlBuilder().eq('functionName', 'later').build() })).toEqual(made);
  });

  test('run, and show how they ended', async () => {
    const fine = await newFunction('exports.handler = async () => 1;');
    const broken = await newFunction('exports.handler = async () => { throw new RangeError("too far"); };');
    const [one, other] = [
      await exh.tasks.create({ functionName: fine }),
      await exh.tasks.create({ functionName: broken }),
    ];
    expect((await ended(one.id)).status).toBe(TaskStatus.COMPLETE);
    expect(await ended(other.id)).toMatchObject({
      status: TaskStatus.FAILED,
      error: { type: 'runtime', name: 'RangeError', message: 'too far' },
    });
  });

  test('are canceled while they are new, and only then', async () => {
    const { id = '' } = await exh.tasks.create({ functionName: 'never', startTimestamp: FUTURE });
    expect(await exh.tasks.cancel(id)).toEqual({ affectedRecords: 1 });
    expect((await exh.tasks.findById(id))?.status).toBe(TaskStatus.CANCELED);
    expect(await errorOf(() => exh.tasks.cancel(id))).toBeInstanceOf(IllegalStateError);
    expect(await errorOf(() => exh.tasks.cancel(UNKNOWN_ID))).toBeInstanceOf(ResourceUnknownError);
    expect(await errorOf(() => exh.tasks.cancel('nonsense'))).toBeInstanceOf(IDFormatError);
  });

  test('are all found, more than 120 of them, each one once', async () => {
    const functionName = uniqueName('many');
    const ids = [];
    for (let i = 0; i < 125; i++) ids.push((await exh.tasks.create({ functionName, startTimestamp: FUTURE })).id);
    const rql = rqlBuilder().eq('functionName', functionName).build();
    expect((await exh.tasks.findAll({ rql })).map(({ id }) => id)).toEqual(ids);
    expect((await collect(exh.tasks.findAllIterator({ rql }))).map(({ id }) => id)).toEqual(ids);
    const page = await exh.tasks.find({ rql: rqlBuilder(rql).limit(5, 10).sort('-id').build() });
    expect(page.page).toEqual({ total: 125, offset: 10, limit: 5 });
    expect(page.data.map(({ id }) => id)).toEqual([...ids].reverse().slice(10, 15));
  });

  test('are found by every documented filter, with values that need escaping', async () => {
    const [a, b, c] = [`${AWKWARD} a`, `${AWKWARD} b`, `${AWKWARD} c`];
    const tag = uniqueName('filters');
    const create = (functionName: string, day: number, over: object = {}) =>
      exh.tasks.create({ functionName, tags: [tag], startTimestamp: new Date(Date.UTC(2031, 0, day)), ...over });
    await create(a, 1, { priority: 1, data: { patient: { id: AWKWARD }, list: [{ n: 1 }, { n: 2 }] } });
    await create(b, 2, { priority: 2, tags: [tag, AWKWARD] });
    await create(c, 3, { priority: 3 });
    const all = () => rqlBuilder().eq('tags', tag);
    const found = async (rql: ReturnType<typeof all>) => names((await exh.tasks.find({ rql: rql.build() })).data);

    expect(await found(all().eq('functionName', a))).toEqual([a]);
    expect(await found(all().ne('functionName', a))).toEqual([b, c]);
    expect(await found(all().in('functionName', [a, c]))).toEqual([a, c]);
    expect(await found(all().out('functionName', [a, c]))).toEqual([b]);
    expect(await found(all().like('functionName', '"X" B'))).toEqual([b]);
    expect(await found(all().gt('priority', '1'))).toEqual([b, c]);
    expect(await found(all().ge('priority', '2'))).toEqual([b, c]);
    expect(await found(all().lt('startTimestamp', '2031-01-02T00:00:00.000Z'))).toEqual([a]);
    expect(await found(all().le('startTimestamp', '2031-01-02T00:00:00.000Z'))).toEqual([a, b]);
    expect(await found(all().eq('data.patient.id', AWKWARD))).toEqual([a]);
    expect(await found(all().contains('data.patient'))).toEqual([a]);
    expect(await found(all().excludes('data.patient'))).toEqual([b, c]);
    expect(await found(all().contains('data.list', rqlBuilder().eq('n', '2').intermediate()))).toEqual([a]);
    expect(await found(all().eq('tags', AWKWARD))).toEqual([b]);
    expect(await found(all().eq('status', 'complete'))).toEqual([]);
    const isA = rqlBuilder().eq('functionName', a).intermediate();
    const isUrgent = rqlBuilder().eq('priority', '3').intermediate();
    expect(await found(all().or(isA, isUrgent))).toEqual([a, c]);
    expect(await found(all().and(isA, isUrgent))).toEqual([]);
    const sorted = all().sort('-startTimestamp').select(['functionName', 'startTimestamp']).skipCount().build();
    const page = await exh.tasks.find({ rql: sorted });
    expect(page.page).toEqual({ offset: 0, limit: 20 });
    expect(page.data.map(({ functionName }) => functionName)).toEqual([c, b, a]);
    expect(page.data[0]).toEqual({
      id: expect.any(String),
      functionName: c,
      startTimestamp: new Date(Date.UTC(2031, 0, 3)),
    });
  });

  test('that are malformed are refused with the error class of the client', async () => {
    expect(await errorOf(() => exh.tasks.create({} as never))).toBeInstanceOf(MissingRequiredFieldsError);
    expect(await errorOf(() => exh.tasks.create({ functionName: 'f', tags: 'x' } as never))).toBeInstanceOf(
      FieldFormatError,
    );
    expect(await errorOf(() => exh.tasks.find({ rql: '?eq(nothing,1)' as never }))).toBeInstanceOf(InvalidRqlError);
  });
});

test.describe('log lines', () => {
  test('are read in the order in which they were written, also from a time on', async () => {
    const name = await newFunction(
      "exports.handler = async () => { console.log('first'); await new Promise((r) => setTimeout(r, 20)); console.error('second'); };",
    );
    const { id = '' } = await exh.tasks.create({ functionName: name });
    await ended(id);
    const lines = await exh.tasks.logs.find(id);
    expect(lines).toEqual([
      { message: 'first', timestamp: expect.any(Date) },
      { message: 'second', timestamp: expect.any(Date) },
    ]);
    expect(await exh.tasks.logs.findFirst(id)).toEqual(lines[0]);
    const since = rqlBuilder()
      .ge('timestamp', lines[1]?.timestamp.toISOString() ?? '')
      .build();
    expect(await exh.tasks.logs.find(id, { rql: since })).toEqual(lines.slice(1));
    const byMessage = rqlBuilder().eq('message', 'first').build();
    expect(await errorOf(() => exh.tasks.logs.find(id, { rql: byMessage }))).toBeInstanceOf(InvalidRqlError);
  });

  test('that were never written are told apart from a task that is not there', async () => {
    const { id = '' } = await exh.tasks.create({ functionName: 'never', startTimestamp: FUTURE });
    expect(await errorOf(() => exh.tasks.logs.find(id))).toBeInstanceOf(NoTaskLogsFoundError);
    expect(await errorOf(() => exh.tasks.logs.find(UNKNOWN_ID))).toBeInstanceOf(ResourceUnknownError);
  });
});

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
    const made = await exh.tasks.functions.create(creation(name, ECHO, settings));
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

    const change = { description: 'Changed', code: zip('exports.handler = async () => "changed";') };
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
    expect(await errorOf(() => functions.create(creation(name, ECHO)))).toBeInstanceOf(ResourceAlreadyExistsError);
    expect(await errorOf(() => functions.create({ name: 'x' } as never))).toBeInstanceOf(MissingRequiredFieldsError);
    const noZip = { ...creation(uniqueName('fn'), ''), code: 'bm8gemlw' };
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

    const port = new URL(sink.url).port;
    const closed = await newFunction('', { kind: 'http', http: { url: `http://127.0.0.2:${port}` } });
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
    const running = Array.from({ length: MAX_DIRECT_EXECUTIONS }, () => exh.tasks.functions.execute(name));
    await sink.waitFor(MAX_DIRECT_EXECUTIONS);
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

test.describe('schedules', () => {
  test('are created, found in every way, and removed', async () => {
    const data = { customKey: 1, custom_key: 2, creationTimestamp: 'mine' };
    const body = { interval: 3_600, functionName: AWKWARD, data, priority: 2, startTimestamp: FUTURE };
    const made = await exh.tasks.schedules.create(body);
    expect(made).toEqual({
      ...body,
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      nextTimestamp: FUTURE,
      creationTimestamp: expect.any(Date),
      updateTimestamp: expect.any(Date),
    });
    const rql = rqlBuilder().eq('functionName', AWKWARD).ge('interval', '3600').build();
    expect((await exh.tasks.schedules.find({ rql })).data).toEqual([made]);
    expect(await exh.tasks.schedules.findFirst({ rql })).toEqual(made);
    expect(await exh.tasks.schedules.remove(made.id)).toEqual({ affectedRecords: 1 });
    expect(await exh.tasks.schedules.findFirst({ rql })).toBeUndefined();
    expect(await errorOf(() => exh.tasks.schedules.delete(made.id))).toBeInstanceOf(ResourceUnknownError);
  });

  test('are all found, more than 120 of them, page by page', async () => {
    const functionName = uniqueName('many');
    const ids = [];
    for (let i = 0; i < 121; i++) {
      ids.push((await exh.tasks.schedules.create({ interval: 60, functionName, startTimestamp: FUTURE })).id);
    }
    const rql = rqlBuilder().eq('functionName', functionName).build();
    expect((await exh.tasks.schedules.findAll({ rql })).map(({ id }) => id)).toEqual(ids);
    expect((await collect(exh.tasks.schedules.findAllIterator({ rql }))).map(({ id }) => id)).toEqual(ids);
    const second = await (await exh.tasks.schedules.find({ rql })).next();
    expect(second.data.map(({ id }) => id)).toEqual(ids.slice(20, 40));
    expect((await second.previous()).data.map(({ id }) => id)).toEqual(ids.slice(0, 20));
  });

  test('that are malformed, unknown or not allowed are refused with the error class of the client', async () => {
    const { schedules } = exh.tasks;
    expect(await errorOf(() => schedules.create({} as never))).toBeInstanceOf(MissingRequiredFieldsError);
    expect(await errorOf(() => schedules.create({ functionName: 'f', interval: 0 }))).toBeInstanceOf(FieldFormatError);
    expect(await errorOf(() => schedules.remove('nonsense'))).toBeInstanceOf(IDFormatError);
    expect(await errorOf(() => schedules.find({ rql: '?eq(tags,x)' as never }))).toBeInstanceOf(InvalidRqlError);
    const weak = await clientAllowed(server, exh, 'VIEW_TASKS');
    for (const act of [
      () => weak.tasks.schedules.find(),
      () => weak.tasks.schedules.create({ functionName: 'f', interval: 1 }),
      () => weak.tasks.schedules.remove(UNKNOWN_ID),
    ]) {
      expect(await errorOf(act)).toBeInstanceOf(NoPermissionError);
    }
  });
});

test('a schedule creates its tasks on time, one for all that it slept through, and never two for one slot', async () => {
  const first = await startDispatchers();
  let current = first;
  try {
    let admin = await signedInClient(first);
    await admin.tasks.functions.create(creation('tick', 'exports.handler = async (task) => task.data;'));
    const { nextTimestamp } = await admin.tasks.schedules.create({ interval: 2, functionName: 'tick', data: { n: 1 } });
    const ticks = () => admin.tasks.findAll({ rql: rqlBuilder().eq('functionName', 'tick').build() });
    const atLeast = (count: number) =>
      waitFor(`${count} ticks`, async () => {
        const all = await ticks();
        return all.length >= count ? all : undefined;
      });

    const before = await atLeast(2);
    for (const task of before) {
      expect(Number(task.creationTimestamp) - Number(task.startTimestamp)).toBeLessThan(1_000);
      expect(task.data).toEqual({ n: 1 });
    }
    await first.kill();
    const wakeAt = Date.now() + 4_100;
    await waitFor('two slots to pass', async () => (Date.now() > wakeAt ? true : undefined));
    current = await startDispatchers(first.options);
    admin = await signedInClient(current);

    const slots = (await atLeast(before.length + 2)).map((task) => Number(task.startTimestamp)).sort((a, b) => a - b);
    expect(new Set(slots).size).toBe(slots.length);
    for (const slot of slots) expect((slot - nextTimestamp.getTime()) % 2_000).toBe(0);
    const gaps = slots.slice(1).map((slot, i) => slot - (slots[i] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(4_000);
    const [oldest] = await ticks();
    await waitFor('a tick to run', async () => {
      const task = await admin.tasks.findById(oldest?.id ?? '');
      return task?.status === TaskStatus.COMPLETE || undefined;
    });
  } finally {
    await current.stop();
    current.cleanUp();
  }
});
