import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawDatabase } from '@/db/client';
import { finishTasks } from '@/db/task-claims';
import { claimTasks, matchedEvent, newListener, only, pick, taskAction } from '@/db/testing';
import { createSchedule } from '@/lib/schedules/create';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createTask } from '@/lib/tasks/create';
import { createFunction } from './create';
import { viewFunctionDetail } from './detail';
import { loadFunction } from './load-function';
import { pauseFunction } from './pause-function';
import { rotateSigningSecret } from './rotate-secret';
import { listFunctionSummaries } from './summaries';
import { setFunctionEnabled, updateFunction } from './update';
import { viewFunction } from './view';
import { viewFunctionCode } from './view-code';
import { writeZip, type ZipInput } from './write-zip';

const NOW = Date.now();
const DAY_MS = 86_400_000;
const CANARY = 'canary-6b1f0c5e';
const SOURCE = 'exports.handler = async () => "é";\n';
const VIEWS = ['VIEW_DISPATCHERS', 'VIEW_TASK_SCHEDULES', 'VIEW_TASKS'] as const;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const oneFile = [{ path: 'index.js', content: SOURCE }];
const createLocal = (name: string, files: readonly ZipInput[] = oneFile) =>
  createFunction(
    EVERYTHING,
    {
      name,
      code: writeZip(files).toString('base64'),
      entryPoint: 'index.handler',
      runtime: 'nodejs20.x',
      environmentVariables: { KEY: { value: CANARY } },
    },
    NOW,
  );
const createHttp = (name: string) =>
  createFunction(EVERYTHING, { name, kind: 'http', http: { url: 'https://example.com/hook' } }, NOW);

/** A task of this function that ended so, and was made at this time. @returns its id. */
async function endTask(functionName: string, status: 'failed' | 'complete', createdAt: number): Promise<string> {
  const { id } = await createTask(EVERYTHING, { functionName }, createdAt);
  const { items } = await claimTasks(pick({ now: createdAt }));
  const { task, claimToken, attemptId } = only(items);
  const failed = {
    status: 'failed',
    error: { type: 'runtime', name: 'Error', message: 'no' },
    event: matchedEvent(),
  } as const;
  const end = status === 'failed' ? failed : ({ status, result: 1 } as const);
  await finishTasks([{ task, claimToken, attemptId, logs: [], endedAt: createdAt + 5, end }]);
  return id;
}

describe('the list of functions', () => {
  it('says who calls each by its name, and where it runs', async () => {
    await createLocal('erase');
    await createHttp('call');
    await newListener({ actions: [taskAction(), taskAction(), taskAction({ functionName: 'call' })] });
    await newListener({ actions: [taskAction(), taskAction({ functionName: '{{content.fn}}' })] });
    await createSchedule(EVERYTHING, { functionName: 'erase', interval: 60 }, NOW);
    const [call, erase] = await listFunctionSummaries(EVERYTHING, NOW);
    expect(call).toMatchObject({ kind: 'http', target: 'https://example.com/hook', dispatchers: 1, schedules: 0 });
    expect(erase).toMatchObject({ kind: 'local', runtime: 'nodejs20.x', dispatchers: 2, schedules: 1, enabled: true });
    const { usedBy } = await viewFunctionDetail(EVERYTHING, 'erase', NOW);
    expect(usedBy).toMatchObject({ total: 2, computed: 1, schedules: [{ interval: 60 }] });
    expect(usedBy.dispatchers).toHaveLength(2);
  });

  it('says what waits, what failed in 24 hours, and what ran last although newer tasks wait', async () => {
    await createLocal('erase');
    await endTask('erase', 'failed', NOW - 2_000);
    const last = await endTask('erase', 'complete', NOW - 1_000);
    await createTask(EVERYTHING, { functionName: 'erase' }, NOW);
    const erase = only(await listFunctionSummaries(EVERYTHING, NOW));
    expect(erase).toMatchObject({ failures24h: 1, waiting: 1, lastRun: { taskId: last, status: 'complete' } });
    const later = only(await listFunctionSummaries(EVERYTHING, NOW + 2 * DAY_MS));
    expect(later).toMatchObject({ failures24h: 0, waiting: 1, lastRun: { taskId: last } });
  });

  it('counts users in an index, not by reading every action', () => {
    const plan = rawDatabase()
      .prepare(
        "EXPLAIN QUERY PLAN SELECT dispatcher_id FROM actions WHERE type = 'task' AND json_extract(definition, '$.functionName') = ?",
      )
      .all('erase') as { detail: string }[];
    expect(plan.map(({ detail }) => detail).join()).toContain('actions_function');
  });
});

describe('a function that answered 410', () => {
  it('says when it was paused, also after a change, until somebody enables it', async () => {
    await createHttp('call');
    await pauseFunction('call');
    await updateFunction(EVERYTHING, 'call', { description: 'changed' }, NOW);
    const paused = only(await listFunctionSummaries(EVERYTHING, NOW));
    expect(paused).toMatchObject({ enabled: false, description: 'changed' });
    expect(paused.pausedTimestamp).toBeGreaterThan(NOW - 1_000);
    expect(await viewFunction(EVERYTHING, 'call')).toMatchObject({ pausedTimestamp: expect.stringMatching(/Z$/) });
    await setFunctionEnabled(EVERYTHING, 'call', true, NOW);
    expect(only(await listFunctionSummaries(EVERYTHING, NOW)).pausedTimestamp).toBeUndefined();
  });
});

describe('the code of a function', () => {
  it('comes back as it was written when it is one file', async () => {
    await createLocal('erase');
    expect(await viewFunctionCode(EVERYTHING, 'erase')).toMatchObject({
      files: [{ path: 'index.js', size: Buffer.byteLength(SOURCE) }],
      source: { path: 'index.js', content: SOURCE },
    });
  });

  it('is a list of names and sizes when it is more files, or no text', async () => {
    await createLocal('many', [...oneFile, { path: 'lib/a.js', content: 'a' }]);
    const many = await viewFunctionCode(EVERYTHING, 'many');
    expect(many.files.map(({ path }) => path)).toEqual(['index.js', 'lib/a.js']);
    expect(many).not.toHaveProperty('source');
    await createLocal('binary', [{ path: 'index.js', content: Buffer.from([0xff, 0xfe, 0x00]) }]);
    expect(await viewFunctionCode(EVERYTHING, 'binary')).not.toHaveProperty('source');
  });

  it('is for those who may replace it, and only a local function has any', async () => {
    await createLocal('erase');
    await createHttp('call');
    const reader = allowed(...VIEWS, 'VIEW_TASK_FUNCTIONS', 'VIEW_TASK_FUNCTION_DETAILS', 'CREATE_TASK_FUNCTION');
    expect(await codeOf(() => viewFunctionCode(reader, 'erase'))).toBe(10);
    expect(await codeOf(() => viewFunctionCode(EVERYTHING, 'call'))).toBe(16);
    expect(await codeOf(() => viewFunctionCode(EVERYTHING, 'nothing'))).toBe(16);
  });
});

describe('what is kept secret', () => {
  it('never comes back: values of variables, signing secrets, credentials', async () => {
    await createLocal('erase');
    const { signingSecret = '' } = await createHttp('call');
    const lambda = { functionName: 'x', region: 'eu-west-1' };
    const credentials = { accessKeyId: `AK${CANARY}`, secretAccessKey: CANARY };
    await createFunction(EVERYTHING, { name: 'far', kind: 'lambda', lambda: { ...lambda, credentials } }, NOW);
    const details = await Promise.all(
      ['erase', 'call', 'far'].map((name) => viewFunctionDetail(EVERYTHING, name, NOW)),
    );
    const all = JSON.stringify([details, await listFunctionSummaries(EVERYTHING, NOW)]);
    expect(all).not.toContain(CANARY);
    expect(all).not.toContain('whsec_');
    expect(details[0]?.fn.environmentVariables).toHaveProperty('KEY');
    expect(details[1]).toMatchObject({ secretLastFour: signingSecret.slice(-4), hasCredentials: false });
    expect(details[2]).toMatchObject({ hasCredentials: true });
  });

  it('is replaced by a new signing secret on demand, for HTTP functions alone', async () => {
    const { signingSecret } = await createHttp('call');
    await createLocal('erase');
    const before = (await loadFunction('call'))?.secrets.httpSecret;
    const { secret } = await rotateSigningSecret(EVERYTHING, 'call', Date.now());
    expect((await loadFunction('call'))?.runnable).toMatchObject({ secret, previousSecret: before });
    expect(secret).not.toBe(signingSecret);
    expect((await loadFunction('call'))?.runnable).toMatchObject({ secret, url: 'https://example.com/hook' });
    expect(await codeOf(() => rotateSigningSecret(EVERYTHING, 'erase', NOW))).toBe(26);
    expect(await codeOf(() => rotateSigningSecret(EVERYTHING, 'nothing', NOW))).toBe(16);
    expect(await codeOf(() => rotateSigningSecret(allowed('VIEW_TASK_FUNCTIONS'), 'call', NOW))).toBe(10);
  });
});

describe('who may', () => {
  it('see who uses functions: whoever may see all that it is told by', async () => {
    await createLocal('erase');
    expect(await listFunctionSummaries(allowed(...VIEWS, 'VIEW_TASK_FUNCTIONS'), NOW)).toHaveLength(1);
    expect(await codeOf(() => listFunctionSummaries(allowed('VIEW_TASK_FUNCTIONS'), NOW))).toBe(10);
    expect(await codeOf(() => viewFunctionDetail(allowed(...VIEWS), 'erase', NOW))).toBe(10);
  });
});
