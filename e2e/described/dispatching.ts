// Calls of dispatchers, events and runs, whose answers must be as described.
import { signed, signIn } from '../fixtures/api';
import type { DescribedApi } from '../fixtures/described-api';
import type { DispatchersServer } from '../fixtures/dispatchers-server';
import { createHttpFunction, uniqueName } from '../fixtures/factories';
import { waitFor } from '../fixtures/wait-for';
import type { Item, List } from './parts';

export async function callDispatchers(api: DescribedApi): Promise<void> {
  const eventType = uniqueName('described');
  const mail = { type: 'mail', name: 'a', recipients: { to: ['a@example.com'] }, templateName: 'data-erased' };
  const task = { type: 'task', functionName: 'erase-user-data', data: { deep: [{ a: null }] }, startTimestamp: 'P1D' };
  const made = await api.call<Item>('POST /dispatchers/v1', {
    body: { eventType, name: eventType, description: 'd', tags: ['a'], actions: [mail, task] },
  });
  const params = { id: made.id };
  const action = await api.call<Item>('POST /dispatchers/v1/{id}/actions', { params, body: { ...task, name: 'b' } });
  const both = { ...params, actionId: action.id };
  await api.call('PUT /dispatchers/v1/{id}/actions/{actionId}', { params: both, body: { type: 'task', priority: 4 } });
  await api.call('DELETE /dispatchers/v1/{id}/actions/{actionId}', { params: both });
  await api.call('PUT /dispatchers/v1/{id}', { params, body: { name: null, enabled: false } });
  await api.call('GET /dispatchers/v1', { query: `eq(id,${made.id})` });
  await api.call('PUT /api/v1/dispatchers/{id}', { params, body: { eventType, name: eventType, actions: [mail] } });
  const file = await api.call<{ dispatchers: object[] }>('GET /api/v1/dispatchers/export');
  await api.call('POST /api/v1/dispatchers/import', { body: { ...file, dryRun: true, clean: true } });
  await api.call('GET /api/v1/dispatchers', { query: `text=${eventType}&enabled=true&sort=name` });
  await api.call('GET /api/v1/dispatchers/facets');
  await api.call('GET /api/v1/dispatchers/{id}/revisions', { params, query: 'limit=1' });
  await api.call('DELETE /dispatchers/v1/{id}', { params });
  await api.call('POST /api/v1/dispatchers/{id}/restore', { params });
  await api.call('POST /api/v1/dispatchers/{id}/restore', { params, status: 400 });
  await api.call('DELETE /dispatchers/v1/{id}', { params });
  await api.call('POST /api/v1/dispatchers/import', { body: file });
  await api.call('DELETE /dispatchers/v1/{id}', { params, status: 404 });
  await api.call('POST /dispatchers/v1', { body: { name: '' }, status: 400 });
}

export async function callEvents(api: DescribedApi, eventId: string): Promise<void> {
  const event = { type: 'user_deleted', content: { user: { email: 'ada@example.com', id: 'x', first_name: 'Ada' } } };
  await api.call('POST /events/v1', { body: event });
  const body = { ...event, id: uniqueName('event') };
  const headers = signed(JSON.stringify(body));
  const params = { source: 'default' };
  await api.call('POST /webhooks/{source}', { params, body, headers, status: 202 });
  await api.call('POST /webhooks/{source}', { params, body, headers, status: 200 });
  await api.call('POST /webhooks/{source}', { params, body, headers: { authorization: 'none' }, status: 401 });
  await api.call('GET /events/v1');
  await api.call('GET /events/v1/subscriptions');
  await api.call('GET /api/v1/events', { query: 'type=user_deleted&limit(2)' });
  await api.call('GET /api/v1/events/count', { query: 'type=user_deleted' });
  await api.call('GET /api/v1/events/{id}', { params: { id: eventId } });
  await api.call('GET /api/v1/event-types');
  await api.call('GET /api/v1/event-types/paths', { query: `type=${event.type}` });
  await api.call('GET /api/v1/event-types/paths', { status: 400 });
  const sources = ['{{content.emial}} {{content.email}}', '{{#if', '{{nothing 1}}', 'text'];
  await api.call('POST /api/v1/expressions/check', {
    body: { sources, eventType: event.type, event: { id: eventId } },
  });
  await api.call('POST /api/v1/expressions/check', { body: { sources, scope: 'template', inputs: {} } });
  await api.call('GET /api/v1/overview');
  await api.call('GET /api/v1/undelivered');
  await api.call('GET /api/v1/search', { query: 'text=user' });
  await api.call('GET /api/v1/search', { status: 400 });
  await api.call('GET /api/v1/statistics');
  const actions = [
    { type: 'mail', recipients: { to: ['{{content.user.email}}'] }, templateName: 'data-erased' },
    { type: 'task', functionName: '{{content.nothing}}' },
  ];
  await api.call('POST /api/v1/preview', { body: { actions, event: { id: eventId } } });
  await api.call('POST /api/v1/preview', { body: { actions, event } });
  await api.call('POST /api/v1/preview/events', { body: { actions, eventType: 'user_deleted' } });
  await api.call('POST /api/v1/preview/effect', { body: { actions, eventType: 'user_deleted' } });
}

export async function callRuns(api: DescribedApi, server: DispatchersServer): Promise<void> {
  const admin = await signIn(server);
  const eventType = uniqueName('fails');
  const mail = { type: 'mail', recipients: { to: ['{{content.nobody}}'] }, templateName: 'data-erased' };
  const { name } = await createHttpFunction(admin, 'http://127.0.0.1:65431/');
  const later = { type: 'task', functionName: name, startTimestamp: 'P1D' };
  await api.call('POST /dispatchers/v1', { body: { eventType, actions: [mail, later] } });
  const event = await api.call<Item>('POST /events/v1', { body: { type: eventType } });
  const failed = await waitFor('the mail to fail', async () => {
    const { data } = await api.call<List>('GET /api/v1/runs', { query: `status=failed&eventId=${event.id}` });
    return data[0];
  });
  await api.call('GET /api/v1/runs/{id}', { params: { id: failed.id } });
  await api.call('GET /api/v1/runs/count', { query: 'status=failed' });
  await api.call('POST /api/v1/runs/{id}/retry', { params: { id: failed.id } });
  const { data } = await api.call<List>('GET /api/v1/runs', { query: `actionType=task&eventId=${event.id}` });
  await api.call('POST /api/v1/runs/{id}/cancel', { params: { id: data[0]?.id ?? '' } });
  await api.call('POST /api/v1/runs/{id}/cancel', { params: { id: data[0]?.id ?? '' }, status: 400 });
  await api.call('POST /api/v1/runs/retry', { body: { query: 'status=failed', dryRun: true } });
  await waitFor('the mail to fail again', async () => {
    const { data: again } = await api.call<List>('GET /api/v1/runs', { query: `status=failed&eventId=${event.id}` });
    return again[0];
  });
  await api.call('POST /api/v1/runs/discard', { body: { query: `eventId=${event.id}`, reason: 'on purpose' } });
  await api.call('POST /api/v1/events/{id}/replay', { params: { id: event.id }, body: {} });
  await api.call('POST /api/v1/replay', { body: { query: `type=${eventType}` } });
  await api.call('POST /api/v1/runs/cancel', { body: { query: `eventId=${event.id}`, limit: 100 } });
  await api.call('POST /api/v1/runs/retry', { body: { query: `eventId=${event.id}` } });
  const { data: mails } = await api.call<List>('GET /api/v1/mails', { query: 'status=captured' });
  await api.call('POST /api/v1/mails/{id}/retry', { params: { id: mails[0]?.id ?? '' }, status: 400 });
}
