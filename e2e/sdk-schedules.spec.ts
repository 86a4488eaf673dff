import {
  FieldFormatError,
  IDFormatError,
  InvalidRqlError,
  MissingRequiredFieldsError,
  NoPermissionError,
  type OAuth2Client,
  ResourceUnknownError,
  rqlBuilder,
  TaskStatus,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { uniqueName } from './fixtures/factories';
import { AWKWARD, clientAllowed, collect, errorOf, functionOf, signedInClient } from './fixtures/official-client';
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
    await admin.tasks.functions.create(functionOf('tick', 'exports.handler = async (task) => task.data;'));
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
