import { DAY_MS, firstIdAt, HOUR_MS } from './console-calls.mjs';
import { FUNCTION_NAMES } from './fill-large-database.mjs';
import { LOCAL_FUNCTION } from './fill-through-api.mjs';

const FAR_DAYS = 25;

/**
 * Rows to ask for: new and old ones, what is busy and what is quiet.
 * @param {(path: string) => Promise<unknown>} read what the server answers.
 */
export async function findExamples(read) {
  const all = async (path) => (await read(path)).data;
  const first = async (path) => (await all(path))[0];
  const now = Date.now();
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  const farAt = Math.floor((now - FAR_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS;
  const mail = await first('/api/v1/mails?limit(1)');
  const dispatchers = await all('/dispatchers/v1/?limit(50)&skipCount()');
  // The oldest dispatcher has the most events, the newest one the fewest.
  const busyDispatcher = dispatchers[0];
  const quietDispatcher = await first('/dispatchers/v1/?like(name,Large dispatcher 9999)&limit(1)');
  const template = await first('/api/v1/templates?search=large-mail');
  return {
    ...{ now, midnight, farAt, farId: firstIdAt(farAt) },
    ...{ busyDispatcher, quietDispatcher, template },
    ...{ busyType: busyDispatcher.eventType, rareType: quietDispatcher.eventType },
    dispatcherIds: (await all('/api/v1/dispatchers?limit=100')).map(({ id }) => id),
    actions: actionsOf(template.id),
    event: await first(`/api/v1/events?eq(type,${busyDispatcher.eventType})&limit(1)`),
    oldEvent: await first('/events/v1/?limit(1)&skip_count()'),
    unheardEvent: await first('/api/v1/events?eq(type,large_typ_0)&limit(1)'),
    run: await first('/api/v1/runs?limit(1)'),
    failedRun: await first('/api/v1/runs?eq(status,failed)&limit(1)'),
    mail,
    email: mail.recipients.to[0],
    failedMail: await first('/api/v1/mails?eq(status,failed)&limit(1)'),
    mailWithFile: (await first('/mail/v1/?limit(1)&skip_count()')).id,
    task: await first('/api/v1/tasks?limit(1)'),
    failedTask: await first('/api/v1/tasks?eq(status,failed)&limit(1)'),
    functionName: FUNCTION_NAMES[0],
    localFunction: LOCAL_FUNCTION,
    auditEntry: await first('/api/v1/audit?eq(objectKind,dispatcher)&limit(1)'),
    user: await first('/api/v1/users?search=person1'),
  };
}

/** A draft as an editor holds it: three mails and two tasks. */
function actionsOf(templateId) {
  const mail = (fields) => ({
    type: 'mail',
    enabled: true,
    templateId,
    recipients: { to: ['{{content.user.email}}'] },
    ...fields,
  });
  const task = (fields) => ({ type: 'task', enabled: true, functionName: FUNCTION_NAMES[0], ...fields });
  return [
    mail({}),
    mail({ recipients: { to: ['{{content.user.email}}'], cc: ['{{default content.copy "copy@large.example"}}'] } }),
    mail({ recipients: { to: ['{{content.nobody}}'] } }),
    task({ data: { id: '{{content.n}}', name: 'Person {{content.user.name}}' } }),
    task({ data: { at: '{{datetime event.creationTimestamp dateStyle="long"}}' }, startTimestamp: 'P1D' }),
  ];
}
