// Calls of templates, localizations and mails, whose answers must be as described.
import type { DescribedApi } from '../fixtures/described-api';
import { uniqueName } from '../fixtures/factories';
import { waitFor } from '../fixtures/wait-for';
import type { Item, List } from './parts';

export async function callTemplatesAndLocalizations(api: DescribedApi, eventId: string): Promise<void> {
  const name = uniqueName('template');
  const inputs = { list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } } };
  await api.call('POST /templates/v2', { body: { name, inputs, outputs: { text: 'Hello {{@inputs.name}}' } } });
  const params = { idOrName: name };
  await api.call('PUT /templates/v2/{idOrName}', { params, body: { description: 'd', inputs: null } });
  await api.call('POST /templates/v2/{idOrName}/resolve', { params, body: { inputs: { name: 'Ada' } } });
  await api.call('POST /templates/v2/{idOrName}/resolve', { params, body: {}, status: 400 });
  const [template] = (await api.call<List>('GET /templates/v2', { query: `eq(name,${name})` })).data;
  const stored = { id: template?.id ?? '' };
  await api.call('GET /api/v1/templates', { query: 'sort=name&limit=5' });
  await api.call('GET /api/v1/templates/{id}', { params: stored });
  await api.call('GET /api/v1/templates/{id}/usage', { params: stored });
  const draft = { outputs: { subject: 'Hello {{@inputs.name}}', body: "{{t 'no_such_key'}}" }, inputs };
  await api.call('POST /api/v1/templates/preview', { body: { template: draft, values: { eventId } } });
  const mail = { template: { outputs: { subject: 'Hello', body: 'Hello' } }, values: { inputs: {} }, language: 'NL' };
  await api.call('POST /api/v1/templates/preview', { body: mail });
  await api.call('POST /api/v1/templates/test-mail', { body: { ...mail, name } });
  await api.call('POST /api/v1/templates/test-mail', { body: { ...mail, template: draft }, status: 400 });
  await api.call('DELETE /templates/v2/{idOrName}', { params });
  const key = uniqueName('key');
  const localizations = [{ key, text: { EN: 'Hello', NL: 'Hallo' } }];
  await api.call('POST /localizations/v1', { body: { localizations } });
  await api.call('GET /api/v1/localizations', { query: `search=${key}&limit=2` });
  await api.call('PUT /api/v1/localizations/text', { body: { key, language: 'DA', text: 'Hej', before: null } });
  await api.call('DELETE /api/v1/localizations/languages/{code}', { params: { code: 'DA' } });
  const changed = [{ key, text: { EN: 'Hi', NL: 'Hallo' } }];
  await api.call('PUT /localizations/v1', { body: { localizations: changed } });
  await api.call('GET /localizations/v1');
  const wanted = { localizations: localizations.map(({ key }) => key), localization_codes: ['NL'] };
  await api.call('POST /localizations/v1/request', { body: wanted });
  await api.call('GET /localizations/v1/languages');
  await api.call('GET /localizations/v1/countries');
  await api.call('GET /localizations/v1/countries/{country}/regions', { params: { country: 'BE' } });
  await api.call('DELETE /localizations/v1', { query: `eq(key,${key})` });
}

export async function callMails(api: DescribedApi): Promise<void> {
  const plain = {
    recipients: { to: ['ada@example.com'] },
    subject: 'Hello',
    body: '<p>Hello</p>',
    reply_to: ['b@example.com'],
  };
  const mail = await api.call<Item>('POST /mail/v1', { body: plain });
  const attachments = [{ name: 'a.txt', content: 'aGVsbG8=', type: 'text/plain' }];
  const files = await api.call<Item>('POST /mail/v1', { body: { ...plain, attachments } });
  await api.call('GET /api/v1/mails/{id}/attachments/{position}', { params: { id: files.id, position: '0' } });
  await api.call('GET /api/v1/mails/{id}/attachments/{position}', {
    params: { id: files.id, position: '1' },
    status: 404,
  });
  await api.call('GET /api/v1/mails/{id}', { params: { id: files.id } });
  await api.call('GET /api/v1/mails/{id}/source', { params: { id: files.id }, query: 'complete=true' });
  const recipients = { to: ['ada@example.com'], cc: [], bcc: [] };
  const preview = { recipients, subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' };
  await api.call('POST /api/v1/mails/source', { body: preview });
  await api.call('POST /api/v1/mails/source', { body: { ...preview, subject: 'a\nb' }, status: 400 });
  await api.call('GET /mail/v1');
  await api.call('GET /mail/v1/queued');
  const captured = async () => {
    const detail = await api.call<{ status: string; trackingHash: string }>('GET /api/v1/mails/{id}', {
      params: { id: mail.id },
    });
    return detail.status === 'captured' ? detail : undefined;
  };
  const { trackingHash } = await waitFor('the mail to be captured', captured);
  await api.call('GET /mail/v1/{id}/open', { params: { id: trackingHash } });
  await api.call('GET /api/v1/mails');
  await api.call('GET /api/v1/mails/count', { query: 'status=captured' });
  await api.call('POST /api/v1/mails/retry', { body: { query: 'status=captured' } });
  await api.call('POST /api/v1/mails/cancel', { body: { query: 'status=captured', dryRun: true } });
  await api.call('POST /api/v1/mails/discard', { body: { query: 'status=captured', reason: 'none failed' } });
  await api.call('POST /api/v1/mails/{id}/cancel', { params: { id: mail.id }, status: 400 });
  await api.call('DELETE /mail/v1/{id}', { params: { id: mail.id } });
}
