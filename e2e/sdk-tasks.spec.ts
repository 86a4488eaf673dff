import {
  FieldFormatError,
  IDFormatError,
  IllegalStateError,
  InvalidRqlError,
  MissingRequiredFieldsError,
  NoTaskLogsFoundError,
  type OAuth2Client,
  ResourceUnknownError,
  rqlBuilder,
  type Task,
  TaskStatus,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { AWKWARD, collect, errorOf, functionOf, signedInClient } from './fixtures/official-client';
import { waitFor } from './fixtures/wait-for';

let server: DispatchersServer;
let exh: OAuth2Client;

test.beforeAll(async () => {
  server = await startDispatchers();
  exh = await signedInClient(server);
});
test.afterAll(async () => {
  await server?.stop();
  server?.cleanUp();
});

const UNKNOWN_ID = '000000000000000000000000';
const FUTURE = new Date('2030-01-02T03:04:05.678Z');
async function newFunction(code: string, over: object = {}): Promise<string> {
  const { name } = await exh.tasks.functions.create(functionOf(uniqueName('fn'), code, over));
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
