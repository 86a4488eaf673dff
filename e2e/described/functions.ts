// Calls of functions, their targets, tasks and schedules, whose answers must be as described.
import { expect } from '@playwright/test';
import type { DescribedApi } from '../fixtures/described-api';
import { uniqueName } from '../fixtures/factories';
import { functionOf } from '../fixtures/official-client';
import { type Item, YEAR_2100 } from './parts';

export async function callTargets(api: DescribedApi): Promise<void> {
  const name = uniqueName('away');
  const url = 'http://127.0.0.1:65431/';
  await api.call('POST /tasks/v1/functions', { body: { name, kind: 'http', http: { url } } });
  for (let i = 0; i < 5; i++) {
    await api.call('POST /tasks/v1/functions/{name}/execute', { params: { name }, body: {}, status: 400 });
  }
  const { data } = await api.call<{ data: Item[] }>('GET /api/v1/targets');
  expect(data.find((target) => target.name === name)).toMatchObject({ state: 'open', breaker: { trips: 1 } });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'function', name } });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'mail', name: 'mail' }, status: 400 });
  await api.call('POST /api/v1/targets/{kind}/{name}/probe', { params: { kind: 'tree', name }, status: 404 });
  await api.call('DELETE /tasks/v1/functions/{name}', { params: { name } });
}

export async function callFunctionsAndTasks(api: DescribedApi): Promise<void> {
  const name = uniqueName('fn');
  const params = { name };
  const code =
    'exports.handler = async ({ data }) => { console.log("hi"); if (data.fail) throw new Error("no"); return 1; };';
  await api.call('POST /tasks/v1/functions', {
    body: functionOf(name, code, { environmentVariables: { A: { value: 'b' } } }),
  });
  const http = { name: `${name}-http`, kind: 'http', http: { url: 'https://example.com/hook' } };
  await api.call('POST /tasks/v1/functions', { body: http });
  await api.call('GET /tasks/v1/functions');
  await api.call('GET /tasks/v1/functions/{name}', { params });
  await api.call('PUT /tasks/v1/functions/{name}', { params, body: { timeLimit: 5 } });
  await api.call('POST /tasks/v1/functions/{name}/disable', { params });
  await api.call('POST /tasks/v1/functions/{name}/enable', { params });
  const task = await api.call<Item>('POST /tasks/v1/functions/{name}/execute', { params, body: { data: { a: 1 } } });
  await api.call('POST /tasks/v1/functions/{name}/execute', { params, body: { data: { fail: true } }, status: 400 });
  await api.call('GET /tasks/v1/{id}/logs', { params: { id: task.id } });
  await api.call('GET /api/v1/tasks/{id}', { params: { id: task.id } });
  const later = await api.call<Item>('POST /tasks/v1', {
    body: { functionName: name, startTimestamp: YEAR_2100, tags: ['a'] },
  });
  await api.call('POST /tasks/v1/{id}/cancel', { params: { id: later.id } });
  await api.call('POST /tasks/v1/{id}/cancel', { params: { id: later.id }, status: 400 });
  await api.call('POST /api/v1/tasks/{id}/retry', { params: { id: later.id } });
  await api.call('GET /tasks/v1');
  await api.call('GET /api/v1/tasks');
  await api.call('GET /api/v1/tasks/count', { query: `functionName=${name}` });
  const waiting = { query: `functionName=${name}&startTimestamp=${YEAR_2100}` };
  await api.call('POST /api/v1/tasks/cancel', { body: waiting });
  await api.call('POST /api/v1/tasks/retry', { body: waiting });
  const failedOnes = { query: `functionName=${name}&status=failed`, reason: 'tried on purpose' };
  await api.call('POST /api/v1/tasks/discard', { body: failedOnes });
  await api.call('POST /api/v1/tasks/discard', { body: { query: 'status=failed' }, status: 400 });
  const schedule = await api.call<Item>('POST /tasks/v1/schedules', {
    body: { functionName: name, interval: 3_600, startTimestamp: YEAR_2100, priority: 2, data: { a: 1 } },
  });
  await api.call('GET /tasks/v1/schedules');
  await api.call('DELETE /tasks/v1/schedules/{id}', { params: { id: schedule.id } });
  await api.call('GET /api/v1/functions');
  await api.call('GET /api/v1/functions/{name}', { params });
  await api.call('GET /api/v1/functions/{name}/code', { params });
  await api.call('GET /api/v1/functions/{name}', { params: { name: http.name } });
  await api.call('POST /api/v1/functions/{name}/rotate', { params: { name: http.name } });
  await api.call('POST /api/v1/functions/{name}/rotate', { params, status: 400 });
  await api.call('DELETE /tasks/v1/functions/{name}', { params });
}
