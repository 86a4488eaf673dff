// Calls of people, their credentials, sources and settings, whose answers must be as described.
import type { CreatedUser, PasswordLink } from '@/lib/users/schema';
import type { DescribedApi } from '../fixtures/described-api';
import { ADMIN, CLIENT_ID, type DispatchersServer } from '../fixtures/dispatchers-server';
import { uniqueName } from '../fixtures/factories';
import { waitFor } from '../fixtures/wait-for';
import { type Item, YEAR_2100 } from './parts';

export async function callCredentialsAndSources(api: DescribedApi, server: DispatchersServer): Promise<void> {
  const origin = { origin: server.url };
  const token = await api.call<Item>('POST /api/v1/tokens', {
    body: { name: 'a', permissions: ['VIEW_EVENTS'], expiresAt: YEAR_2100 },
  });
  await api.call('GET /api/v1/tokens');
  await api.call('DELETE /api/v1/tokens/{id}', { params: { id: token.id } });
  const { email: username, password } = ADMIN;
  const grant = { client_id: CLIENT_ID, grant_type: 'password', username, password };
  const tokens = await api.call<{ refresh_token: string }>('POST /auth/v2/oauth2/tokens', { body: grant });
  const refresh = { client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  await api.call('POST /auth/v2/oauth2/tokens', { body: refresh });
  await api.call('POST /auth/v2/oauth2/tokens', { body: { grant_type: 'magic' }, status: 400 });
  await api.call('POST /api/v1/session', { body: ADMIN, headers: origin });
  await api.call('DELETE /api/v1/session', { headers: origin });
  await api.call('GET /api/v1/me');
  await api.call('GET /users/v1/me');
  const params = { name: uniqueName('source') };
  await api.call('POST /api/v1/sources', { body: { ...params, description: 'd' } });
  await api.call('POST /api/v1/sources', { body: params, status: 400 });
  await api.call('PUT /api/v1/sources/{name}', { params, body: { description: null } });
  await api.call('POST /api/v1/sources/{name}/rotate', { params, query: 'overlapHours=1' });
  await api.call('POST /api/v1/sources/{name}/test', { params, body: { type: 'tested', content: { a: 1 } } });
  await api.call('GET /api/v1/sources');
  await api.call('DELETE /api/v1/sources/{name}', { params });
  await api.call('DELETE /api/v1/sources/{name}', { params: { name: 'default' }, status: 400 });
  await api.call('POST /api/v1/sources/{name}/rotate', { params: { name: 'default' } });
}

export async function callUsers(api: DescribedApi, server: DispatchersServer): Promise<void> {
  const origin = { origin: server.url };
  const details = { firstName: 'Ada', lastName: 'Lovelace', language: 'EN', timeZone: 'Europe/Brussels' };
  const body = { email: `${uniqueName('user')}@example.com`, roles: ['Viewer'], ...details };
  const { user, passwordLink } = await api.call<CreatedUser>('POST /api/v1/users', { body });
  const params = { id: user.id };
  await api.call('POST /api/v1/users', { body, status: 400 });
  const again = await api.call<PasswordLink>('POST /api/v1/users/{id}/password-link', { params });
  const choose = (url = '') => ({ token: url.split('#')[1] ?? '', password: 'a door that opens softly' });
  await api.call('POST /api/v1/password', { body: choose(passwordLink?.url), headers: origin, status: 401 });
  await api.call('POST /api/v1/password', { body: choose(again.url), headers: origin });
  await api.call('GET /api/v1/users', { query: 'search=lovelace&role=Viewer&state=enabled' });
  await api.call('GET /api/v1/users/{id}', { params });
  const [session] = await api.call<Item[]>('GET /api/v1/users/{id}/sessions', { params });
  await api.call('DELETE /api/v1/users/{id}/sessions/{sessionId}', {
    params: { ...params, sessionId: session?.id ?? '' },
  });
  const credentials = { email: body.email, password: 'a door that opens softly' };
  await api.call('POST /api/v1/session', { body: credentials, headers: origin });
  await api.call('DELETE /api/v1/users/{id}/sessions', { params });
  await api.call('PUT /api/v1/users/{id}', { params, body: { roles: ['Operator'], enabled: false, firstName: null } });
  await api.call('DELETE /api/v1/users/{id}', { params });
}

export async function callOwnAccount(api: DescribedApi, server: DispatchersServer): Promise<void> {
  await api.call('PUT /api/v1/me', { body: { firstName: 'Grace', language: 'nl-BE' } });
  await api.call('PUT /api/v1/me', { body: { timeZone: 'Europe/Nowhere' }, status: 400 });
  await api.call('POST /api/v1/session', { body: ADMIN, headers: { origin: server.url } });
  const [session] = await api.call<Item[]>('GET /api/v1/me/sessions');
  await api.call('DELETE /api/v1/me/sessions/{id}', { params: { id: session?.id ?? '' } });
  await api.call('DELETE /api/v1/me/sessions', { status: 400 });
  const wrong = { currentPassword: 'not the password', newPassword: 'a door that opens softly' };
  await api.call('POST /api/v1/me/password', { body: wrong, status: 400 });
}

export async function callRolesAndApplications(api: DescribedApi): Promise<void> {
  const role = { name: uniqueName('role'), description: 'd', permissions: ['VIEW_EVENTS'] };
  const made = await api.call<Item>('POST /api/v1/roles', { body: role });
  await api.call('PUT /api/v1/roles/{id}', { params: { id: made.id }, body: { ...role, description: null } });
  await api.call('GET /api/v1/roles');
  await api.call('DELETE /api/v1/roles/{id}', { params: { id: made.id } });
  const create = (body: object) => api.call<{ application: Item }>('POST /api/v1/applications', { body });
  const { application } = await create({ name: uniqueName('app'), kind: 'oauth1' });
  const pocket = await create({ name: uniqueName('app'), kind: 'oauth2', confidential: false });
  const params = { id: application.id };
  await api.call('POST /api/v1/applications/{id}/rotate', { params });
  await api.call('POST /api/v1/applications/{id}/rotate', { params: { id: pocket.application.id }, status: 400 });
  await api.call('PUT /api/v1/applications/{id}', { params, body: { enabled: false } });
  await api.call('GET /api/v1/applications');
  await api.call('DELETE /api/v1/applications/{id}', { params });
}

export async function callSettings(api: DescribedApi): Promise<void> {
  const mail = { smtp: { host: 'mail.example.com', port: 587, security: 'starttls', user: 'u', password: 'p' } };
  await api.call('PUT /api/v1/settings/mail', { body: { ...mail, from: 'A <a@example.com>', mode: 'capture' } });
  await api.call('GET /api/v1/settings/mail');
  await api.call('PUT /api/v1/settings/mail', { body: { smtp: null, from: 'a@example.com', mode: 'live' } });
  await api.call('POST /api/v1/settings/mail/test');
  await api.call('PUT /api/v1/settings/retention', { body: { days: 31 } });
  await api.call('GET /api/v1/settings/retention');
  const backup = await api.call<{ name: string }>('POST /api/v1/settings/backups');
  const made = await waitFor('the backup to be made', async () => {
    const { data } = await api.call<{ data: { name: string }[] }>('GET /api/v1/settings/backups');
    return data.find(({ name }) => name === backup.name);
  });
  await api.call('DELETE /api/v1/settings/backups/{name}', { params: { name: made.name } });
}
