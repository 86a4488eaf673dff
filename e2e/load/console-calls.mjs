// What `npm run bench:console` measures: by operation, each call with what it asks for, made from rows that are there.
// A text is the query; `params` fill the path, `body` is sent. `withinMs` says that an answer may take longer, and why.
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const NOWHERE = 'nowhere-to-be-found';

const byId = (id) => ({ params: { id } });
const byName = (name) => ({ params: { name } });
const since = (from, to, bucket) => `?from=${from}&to=${to}&bucket=${bucket}`;
/** The smallest id of a time, as lib/format/id makes them. */
export const firstIdAt = (ms) => `${ms.toString(16).padStart(12, '0')}${'0'.repeat(12)}`;
/** Counts that no index answers say how far they got after 2 s, and show "Counting …" until then. */
const counting = (query) => ({ query, withinMs: 2_300 });
/** Lists of the contract count what matches: what no index answers looks through everything, in a thread aside. */
const throughAll = (query) => ({ query, withinMs: 5_000 });

/** Operations of the console that only read, and list, show, count, find or preview. */
export const CALLS = {
  'GET /api/v1/overview': { '24 hours': () => '' },
  'GET /api/v1/statistics': {
    '24 hours': () => '',
    '7 days': ({ now }) => since(now - 7 * DAY_MS, now, 6 * HOUR_MS),
    '30 days': ({ now }) => since(now - 30 * DAY_MS, now, DAY_MS),
    '30 days, whole days': ({ midnight }) => since(midnight - 29 * DAY_MS, midnight + DAY_MS, DAY_MS),
    'of 100 dispatchers': ({ dispatcherIds }) => `?dispatcherIds=${dispatcherIds.join(',')}`,
  },
  'GET /api/v1/undelivered': { first: () => '' },
  'GET /api/v1/targets': { all: () => '' },
  'GET /api/v1/search': {
    'of a dispatcher': () => '?text=dispatcher%20999',
    'that is nowhere': () => `?text=${NOWHERE}`,
    'of one letter': () => '?text=e',
    'of an id': ({ mail }) => `?text=${mail.id}`,
  },
  'GET /api/v1/status': { here: () => '' },

  'GET /api/v1/event-types': { all: () => '' },
  'GET /api/v1/event-types/paths': {
    'of a busy type': ({ busyType }) => `?type=${busyType}`,
    'of a type that is nowhere': () => `?type=${NOWHERE}`,
  },
  'POST /api/v1/expressions/check': {
    'of 20 fields': ({ busyType }) => ({ body: { eventType: busyType, sources: FIELDS } }),
  },

  'GET /api/v1/events': {
    newest: () => '',
    'a far page': ({ farId }) => `?lt(id,${farId})`,
    'of a busy type': ({ busyType }) => `?eq(type,${busyType})`,
    'of a rare type': ({ rareType }) => `?eq(type,${rareType})`,
    'of a type that is nowhere': () => `?eq(type,${NOWHERE})`,
    'of a source': () => '?eq(source,default)',
    'of a source that is nowhere': () => `?eq(source,${NOWHERE})`,
    'of a rare outcome': () => '?eq(outcome,no_dispatcher)',
    'of an outcome that is nowhere': () => '?eq(outcome,loop_guard)',
    'by a text': () => '?like(text,person19)',
    'by a text that is nowhere': () => `?like(text,${NOWHERE})`,
    'by a text that is nowhere, of a busy type': ({ busyType }) => `?eq(type,${busyType})&like(text,${NOWHERE})`,
    'by a field of the content': ({ email }) => `?eq(content.user.email,${email})`,
    'by a field that is nowhere': () => '?eq(content.user.email,nobody@nowhere.example)',
    'of an hour, far back': ({ farAt }) => `?ge(creationTimestamp,${farAt})&lt(creationTimestamp,${farAt + HOUR_MS})`,
  },
  'GET /api/v1/events/count': {
    'of a busy type': ({ busyType }) => `?eq(type,${busyType})`,
    'of a day': ({ now }) => `?ge(creationTimestamp,${now - DAY_MS})`,
    'of a text that is nowhere': () => counting(`?like(text,${NOWHERE})`),
  },
  'GET /api/v1/events/{id}': {
    newest: ({ event }) => byId(event.id),
    oldest: ({ oldEvent }) => byId(oldEvent.id),
    'that nothing heard': ({ unheardEvent }) => byId(unheardEvent.id),
  },

  'GET /api/v1/runs': {
    newest: () => '',
    'a far page': ({ farId }) => `?lt(id,${farId})`,
    'that failed': () => '?eq(status,failed)',
    'that wait (none)': () => '?eq(status,pending)',
    'of mails that failed': () => '?eq(status,failed)&eq(actionType,mail)',
    'of a busy dispatcher': ({ busyDispatcher }) => `?eq(dispatcherId,${busyDispatcher.id})`,
    'of a quiet dispatcher that failed': ({ quietDispatcher }) =>
      `?eq(dispatcherId,${quietDispatcher.id})&eq(status,failed)`,
    'of a rare event type': ({ rareType }) => `?eq(eventType,${rareType})`,
    'by a reason that is nowhere': () => `?eq(status,failed)&like(reason,${NOWHERE})`,
    'by a text': () => '?like(text,person19)',
    'by a text that is nowhere': () => `?like(text,${NOWHERE})`,
    'by a text that is nowhere, failed': () => `?eq(status,failed)&like(text,${NOWHERE})`,
  },
  'GET /api/v1/runs/count': {
    'that failed': () => '?eq(status,failed)',
    'that succeeded': () => counting('?eq(status,succeeded)'),
    'by a text that is nowhere': () => counting(`?like(text,${NOWHERE})`),
  },
  'GET /api/v1/runs/{id}': {
    newest: ({ run }) => byId(run.id),
    'that failed': ({ failedRun }) => byId(failedRun.id),
  },

  'GET /api/v1/mails': {
    newest: () => '',
    'a far page': ({ farId }) => `?lt(id,${farId})`,
    'that failed': () => '?eq(status,failed)',
    'that wait (none)': () => '?eq(status,queued)',
    'to an address': ({ email }) => `?contains(recipientStates,eq(address,${email}))`,
    'to an address that is nowhere': () => '?contains(recipientStates,eq(address,nobody@nowhere.example))',
    'to an address that is nowhere, failed': () =>
      '?eq(status,failed)&contains(recipientStates,eq(address,nobody@nowhere.example))',
    'of a template': ({ template }) => `?eq(templateName,${template.name})`,
    'by a subject that is nowhere': () => `?like(subject,${NOWHERE})`,
    'by a text that is nowhere': () => `?like(text,${NOWHERE})`,
  },
  'GET /api/v1/mails/count': {
    'that failed': () => '?eq(status,failed)',
    'to an address': ({ email }) => counting(`?contains(recipientStates,eq(address,${email}))`),
  },
  'GET /api/v1/mails/{id}': {
    newest: ({ mail }) => byId(mail.id),
    'that failed': ({ failedMail }) => byId(failedMail.id),
  },
  'GET /api/v1/mails/{id}/source': { newest: ({ mail }) => byId(mail.id) },
  'GET /api/v1/mails/{id}/attachments/{position}': {
    first: ({ mailWithFile }) => ({ params: { id: mailWithFile, position: '0' } }),
  },
  'POST /api/v1/mails/source': {
    'of a preview': () => ({
      body: {
        subject: 'Hello',
        html: '<p>Hello</p>',
        text: 'Hello',
        recipients: { to: ['a@large.example'], cc: [], bcc: [] },
      },
    }),
  },

  'GET /api/v1/tasks': {
    newest: () => '',
    'a far page': ({ farId }) => `?lt(id,${farId})`,
    'that failed': () => '?eq(status,failed)',
    'that wait': () => '?eq(status,new)',
    'that were canceled (none)': () => '?eq(status,canceled)',
    'of a function': ({ functionName }) => `?eq(functionName,${functionName})`,
    'of a function that is nowhere': () => `?eq(functionName,${NOWHERE})`,
    'of a tag that is nowhere': () => `?contains(tags,eq(tags,${NOWHERE}))`,
    'by a text that is nowhere': () => `?like(text,${NOWHERE})`,
  },
  'GET /api/v1/tasks/count': {
    'that failed': () => '?eq(status,failed)',
    'by a text that is nowhere': () => counting(`?like(text,${NOWHERE})`),
  },
  'GET /api/v1/tasks/{id}': {
    newest: ({ task }) => byId(task.id),
    'that failed': ({ failedTask }) => byId(failedTask.id),
  },

  'GET /api/v1/dispatchers': {
    newest: () => '',
    'a far page': () => '?page=190',
    'by name': () => '?sort=name&direction=asc',
    'by event type': () => '?sort=eventType&direction=asc',
    'by when they last fired': () => '?sort=lastFired',
    'by failures': () => '?sort=failures',
    'by a text': () => '?text=999',
    'by a text that is nowhere': () => `?text=${NOWHERE}`,
    'of an event type': ({ busyType }) => `?eventType=${busyType}`,
    'of a tag': () => '?tag=team-7',
    'of a tag, by when they last fired': () => '?tag=team-7&sort=lastFired',
    'that are off (none)': () => '?enabled=false',
    'that never fired': () => '?neverFired=true',
    'that fired': () => '?neverFired=false&sort=failures',
  },
  'GET /api/v1/dispatchers/facets': { all: () => '' },
  'GET /api/v1/dispatchers/{id}/revisions': { 'of a busy one': ({ busyDispatcher }) => byId(busyDispatcher.id) },
  'GET /api/v1/dispatchers/export': { all: () => ({ withinMs: 2_000 }) },
  'POST /api/v1/preview': {
    'of 5 actions': ({ actions, event }) => ({ body: { actions, event: { id: event.id } } }),
  },
  'POST /api/v1/preview/events': {
    'of 5 actions and 20 events': ({ actions, busyType }) => ({ body: { actions, eventType: busyType, limit: 20 } }),
  },
  'POST /api/v1/preview/effect': {
    'of 5 actions on 50 events': ({ actions, busyDispatcher, busyType }) => ({
      body: { dispatcherId: busyDispatcher.id, eventType: busyType, actions },
    }),
  },

  'GET /api/v1/templates': {
    first: () => '',
    'by name': () => '?sort=name',
    'by a text': () => '?search=20',
    'by a text that is nowhere': () => `?search=${NOWHERE}`,
    'a far page': () => '?offset=450',
  },
  'GET /api/v1/templates/{id}': { first: ({ template }) => byId(template.id) },
  'GET /api/v1/templates/{id}/usage': { 'of the one that all use': ({ template }) => byId(template.id) },
  'POST /api/v1/templates/preview': {
    'with an event': ({ event }) => ({
      body: {
        template: { outputs: { subject: 'Hello {{@inputs.user.name}}', body: '<p>{{@inputs.event.id}}</p>' } },
        values: { eventId: event.id },
      },
    }),
  },
  'GET /api/v1/localizations': {
    first: () => '',
    'by a text': () => '?search=large',
    'by a text that is nowhere': () => `?search=${NOWHERE}`,
    'that lack a language': () => '?missing=NL',
    'a far page': () => '?offset=2900',
  },

  'GET /api/v1/functions': { all: () => '' },
  'GET /api/v1/functions/{name}': { 'of a busy one': ({ functionName }) => byName(functionName) },
  'GET /api/v1/functions/{name}/code': { first: ({ localFunction }) => byName(localFunction) },
  'GET /api/v1/sources': { all: () => '' },

  'GET /api/v1/audit': {
    newest: () => '',
    'of an act': () => '?eq(act,update)',
    'of an actor that is nowhere': () => `?eq(actor,${NOWHERE})`,
    'by a text that is nowhere': () => `?like(text,${NOWHERE})`,
    'of an object': ({ auditEntry }) => `?eq(objectId,${auditEntry.objectId})`,
  },
  'GET /api/v1/audit/{id}': { newest: ({ auditEntry }) => byId(auditEntry.id) },
  // It walks the whole chain for as long as it may, in slices.
  'GET /api/v1/audit/verification': { whole: () => ({ withinMs: 5_000 }) },
  'GET /api/v1/users': {
    first: () => '',
    'by a name that is nowhere': () => `?search=${NOWHERE}`,
    'of a role': () => '?role=Viewer',
  },
  'GET /api/v1/users/{id}': { first: ({ user }) => byId(user.id) },
  'GET /api/v1/users/{id}/sessions': { first: ({ user }) => byId(user.id) },
  'GET /api/v1/me': { own: () => '' },
  'GET /api/v1/me/sessions': { own: () => '' },
  'GET /api/v1/roles': { all: () => '' },
  'GET /api/v1/applications': { all: () => '' },
  'GET /api/v1/tokens': { first: () => '' },
  'GET /api/v1/settings/mail': { all: () => '' },
  'GET /api/v1/settings/retention': { all: () => '' },
  'GET /api/v1/settings/backups': { all: () => '' },

  'GET /dispatchers/v1': {
    first: () => '?limit(50)',
    'by their change': () => '?limit(50)&sort(-updateTimestamp)',
    'by a text': () => '?limit(50)&sort(-updateTimestamp)&or(like(name,999),like(eventType,999))',
    'by a function that they call': ({ functionName }) => `?contains(actions,eq(functionName,${functionName}))`,
    one: ({ busyDispatcher }) => `?eq(id,${busyDispatcher.id})`,
  },
  'GET /events/v1': {
    oldest: () => '',
    newest: () => '?sort(-creation_timestamp)&limit(50)',
    one: ({ event }) => `?eq(id,${event.id})`,
    'of a busy type': ({ busyType }) => `?eq(type,${busyType})`,
    'of a type, newest': ({ busyType }) => `?eq(type,${busyType})&sort(-creation_timestamp)`,
    'a far page': () => '?limit(50,900000)',
    'by a field that is nowhere': () => throughAll('?eq(content.user.email,nobody@nowhere.example)'),
    'by their change': () => throughAll('?sort(-update_timestamp)'),
    'of a day, uncounted': ({ now }) => `?gt(creation_timestamp,${new Date(now - DAY_MS).toISOString()})&skip_count()`,
  },
  'GET /events/v1/subscriptions': { all: () => '' },
  'GET /mail/v1': {
    oldest: () => '',
    newest: () => '?sort(-creation_timestamp)',
    one: ({ mail }) => `?eq(id,${mail.id})`,
    'that failed': () => '?eq(status,failed)',
  },
  'GET /mail/v1/queued': { all: () => '' },
  'GET /tasks/v1': {
    oldest: () => '',
    newest: () => '?sort(-creationTimestamp)',
    one: ({ task }) => `?eq(id,${task.id})`,
    'that failed': () => '?eq(status,failed)',
    'of a function': ({ functionName }) => `?eq(functionName,${functionName})`,
    'by an error that is nowhere': () => throughAll(`?like(error.message,${NOWHERE})`),
  },
  'GET /tasks/v1/{id}/logs': { 'of one': ({ task }) => byId(task.id) },
  'GET /tasks/v1/functions': { all: () => '' },
  'GET /tasks/v1/functions/{name}': { one: ({ functionName }) => byName(functionName) },
  'GET /tasks/v1/schedules': { newest: () => '?sort(-id)&limit(50,0)' },
  'GET /templates/v2': { 'by name': () => '?limit(50)&sort(name)', one: ({ template }) => `?eq(id,${template.id})` },
  'GET /localizations/v1': { first: () => '?limit(50)', one: () => '?eq(key,large.key.7)' },
  'GET /localizations/v1/languages': { all: () => '' },
  'GET /localizations/v1/countries': { all: () => '' },
  'GET /localizations/v1/countries/{country}/regions': { 'of one': () => ({ params: { country: 'BE' } }) },
  'GET /users/v1/me': { own: () => '' },

  'GET /health': { here: () => '' },
  'GET /ready': { here: () => '' },
  'GET /metrics': { whole: () => '' },
  'GET /openapi.json': { whole: () => '' },
};

/** Operations that read and are not measured. */
export const NOT_MEASURED = {
  'GET /api/v1/live': 'a stream that does not end',
  'GET /api/v1/settings/backups/{name}/file': 'a file as large as the database',
  'GET /mail/v1/{id}/open': 'counts that a mail was opened: a write',
  'GET /auth/v2/health': 'answers a constant',
  'GET /dispatchers/v1/health': 'answers a constant',
  'GET /events/v1/health': 'answers a constant',
  'GET /localizations/v1/health': 'answers a constant',
  'GET /mail/v1/health': 'answers a constant',
  'GET /tasks/v1/health': 'answers a constant',
  'GET /templates/v2/health': 'answers a constant',
  'GET /users/v1/health': 'answers a constant',
};

/** Fields of an editor with five actions, some of them with a mistake. */
const FIELDS = Array.from({ length: 20 }, (_, index) =>
  index % 5 === 0
    ? '{{content.user.nmae}}'
    : `{{content.user.name}} {{default content.f${index} "there"}} {{content.n}}`,
);

/** @returns {{method: string, path: string, body: unknown, withinMs: number | undefined}} what to send for a call. */
export function toRequest(operation, asked) {
  const { query = '', params = {}, body, withinMs } = typeof asked === 'string' ? { query: asked } : asked;
  const [method, template] = operation.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
  return { method, path: path + query, body, withinMs };
}
