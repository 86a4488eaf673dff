// Fills a database that a server has made with as much as a busy installation gathers in a month: written straight into
// the tables, because sending a million events would take too long for a measurement of what comes after.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { fillLooseEnds } from './fill-loose-ends.mjs';
import { createRandom, idAt, inserter } from './fill-rows.mjs';

const DAY_MS = 86_400_000;
const ROWS_A_TRANSACTION = 20_000;
const TYPES = 2_000;
/** Functions by these names must be there already. */
export const FUNCTION_NAMES = Array.from({ length: 50 }, (_, index) => `large-function-${index}`);
/** Each event brings about a mail and a task. */
const RUNS_AN_EVENT = 2;

/** A number in [0, below) that is small more often than large, the same in each run. */
function skewed(random, below) {
  return Math.floor(below * random() ** 3);
}

/**
 * @param {string} dataDir of a server that is not running
 * @param {{dispatchers: number, events: number}} size
 * @param {(text: string) => void} tell gets a line of progress now and then
 */
export function fillLargeDatabase(dataDir, size, tell) {
  const db = new Database(path.join(dataDir, 'dispatchers.db'), { fileMustExist: true });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -400000');
  const random = createRandom(42);
  const now = Date.now();
  const start = now - 29 * DAY_MS;
  const configured = fillConfiguration(db, size.dispatchers, start);
  fillEvents(db, { ...size, random, start, now, configured, tell });
  fillLooseEnds(db, { random, start, now });
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function fillConfiguration(db, count, start) {
  const template = idAt(start, 1);
  inserter(db, 'templates', ['id', 'name', 'outputs', 'creation_timestamp', 'update_timestamp']).run(
    template,
    'large-mail',
    JSON.stringify({ subject: 'Hello {{@inputs.user.name}}', body: '<p>Hello {{@inputs.user.name}}</p>' }),
    start,
    start,
  );
  const revisions = inserter(db, 'dispatcher_revisions', ['id', 'dispatcher_id', 'definition', 'creation_timestamp']);
  const dispatchers = inserter(db, 'dispatchers', [
    'id',
    'event_type',
    'name',
    'enabled',
    'tags',
    'revision_id',
    'creation_timestamp',
    'update_timestamp',
  ]);
  const actions = inserter(db, 'actions', ['id', 'dispatcher_id', 'position', 'type', 'name', 'enabled', 'definition']);
  const made = [];
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const at = start + i;
      const one = { id: idAt(at, 1), revision: idAt(at, 2), mail: idAt(at, 3), task: idAt(at, 4) };
      const eventType = `large_type_${i % TYPES}`;
      const mail = {
        type: 'mail',
        enabled: true,
        recipients: { to: ['{{content.user.email}}'] },
        templateId: template,
      };
      const task = {
        type: 'task',
        enabled: true,
        functionName: FUNCTION_NAMES[i % FUNCTION_NAMES.length],
        data: { id: '{{content.n}}' },
      };
      const definition = {
        id: one.id,
        eventType,
        name: `Large dispatcher ${i}`,
        enabled: true,
        tags: [`team-${i % 20}`],
        actions: [
          { id: one.mail, ...mail },
          { id: one.task, ...task },
        ],
        creationTimestamp: at,
        updateTimestamp: at,
      };
      revisions.run(one.revision, one.id, JSON.stringify(definition), at);
      dispatchers.run(one.id, eventType, definition.name, 1, JSON.stringify(definition.tags), one.revision, at, at);
      actions.run(one.mail, one.id, 0, 'mail', null, 1, JSON.stringify(mail));
      actions.run(one.task, one.id, 1, 'task', null, 1, JSON.stringify(task));
      made.push({ ...one, eventType, template });
    }
  })();
  return made;
}

function fillEvents(db, { events: count, random, start, now, configured, tell }) {
  const statements = prepareRows(db);
  const fill = db.transaction((from, to) => {
    for (let i = from; i < to; i++)
      insertEvent(statements, i, start + Math.floor(((now - start) * i) / count), random, configured);
  });
  for (let from = 0; from < count; from += ROWS_A_TRANSACTION) {
    fill(from, Math.min(count, from + ROWS_A_TRANSACTION));
    if (from % (ROWS_A_TRANSACTION * 10) === 0)
      tell(`${from.toLocaleString('en')} of ${count.toLocaleString('en')} events`);
  }
}

function prepareRows(db) {
  return {
    event: inserter(db, 'events', [
      'id',
      'type',
      'content',
      'source',
      'body_hash',
      'outcome',
      'run_count',
      'depth',
      'creation_timestamp',
      'update_timestamp',
    ]),
    run: inserter(db, 'runs', [
      'id',
      'event_id',
      'lane',
      'dispatcher_id',
      'revision_id',
      'action_id',
      'action_type',
      'status',
      'reason',
      'creation_timestamp',
      'update_timestamp',
    ]),
    mail: inserter(db, 'mails', [
      'id',
      'run_id',
      'lane',
      'status',
      'message_id',
      'from',
      'recipients',
      'subject',
      'html',
      'text',
      'template_id',
      'template_name',
      'views',
      'tracking_hash',
      'attempts',
      'due_at',
      'reason',
      'creation_timestamp',
      'update_timestamp',
    ]),
    recipient: inserter(db, 'mail_recipients', [
      'mail_id',
      'position',
      'address',
      'kind',
      'status',
      'update_timestamp',
    ]),
    task: inserter(db, 'tasks', [
      'id',
      'run_id',
      'status',
      'status_changed_timestamp',
      'function_name',
      'data',
      'start_timestamp',
      'tags',
      'priority',
      'retry_for_task_ids',
      'attempts',
      'idempotency_key',
      'depth',
      'error',
      'creation_timestamp',
      'update_timestamp',
    ]),
    attempt: inserter(db, 'attempts', [
      'id',
      'mail_id',
      'task_id',
      'number',
      'started_at',
      'ended_at',
      'outcome',
      'class',
      'message',
    ]),
  };
}

function insertEvent(statements, index, at, random, configured) {
  const dispatcher = configured[skewed(random, configured.length)];
  const event = idAt(at, index);
  const email = `person${Math.floor(random() * 200_000)}@large.example`;
  const content = { n: index, user: { id: `u${index}`, name: `Person ${index}`, email }, note: 'x'.repeat(80) };
  const failed = random() < 0.02;
  statements.event.run(
    event,
    dispatcher.eventType,
    JSON.stringify(content),
    'default',
    randomBytes(16).toString('hex'),
    'matched',
    RUNS_AN_EVENT,
    0,
    at,
    at,
  );
  insertMail(statements, { index, at, event, dispatcher, email, failed });
  insertTask(statements, { index, at, event, dispatcher, content, failed: random() < 0.02 });
}

function insertRun(statements, { at, event, dispatcher }, run, action, type, failed, reason) {
  const status = failed ? 'failed' : 'succeeded';
  statements.run.run(
    run,
    event,
    dispatcher.eventType,
    dispatcher.id,
    dispatcher.revision,
    action,
    type,
    status,
    reason,
    at,
    at,
  );
}

function insertMail(statements, { index, at, event, dispatcher, email, failed }) {
  const run = idAt(at, index + 1);
  const mail = idAt(at, index + 2);
  const reason = failed ? 'The mail server refused the recipient' : null;
  insertRun(statements, { at, event, dispatcher }, run, dispatcher.mail, 'mail', failed, reason);
  statements.mail.run(
    mail,
    run,
    dispatcher.eventType,
    failed ? 'failed' : 'sent',
    `<${run}@large.example>`,
    'Large <large@large.example>',
    JSON.stringify({ to: [email], cc: [], bcc: [] }),
    `Hello Person ${index}`,
    `<p>Hello Person ${index}</p>`,
    `Hello Person ${index}`,
    dispatcher.template,
    'large-mail',
    0,
    mail,
    1,
    at,
    reason,
    at,
    at,
  );
  statements.recipient.run(mail, 0, email, 'to', failed ? 'refused' : 'accepted', at);
  statements.attempt.run(idAt(at, index + 3), mail, null, 1, at, at + 20, ...toOutcome(failed));
}

function insertTask(statements, { index, at, event, dispatcher, content, failed }) {
  const run = idAt(at, index + 4);
  const task = idAt(at, index + 5);
  const reason = failed ? 'The function answered with status 500' : null;
  insertRun(statements, { at, event, dispatcher }, run, dispatcher.task, 'task', failed, reason);
  statements.task.run(
    task,
    run,
    failed ? 'failed' : 'complete',
    at,
    FUNCTION_NAMES[index % FUNCTION_NAMES.length],
    JSON.stringify({ id: content.n, event: { id: event, content } }),
    at,
    '[]',
    0,
    '[]',
    1,
    run,
    0,
    failed ? JSON.stringify({ type: 'invocation', message: reason }) : null,
    at,
    at,
  );
  statements.attempt.run(idAt(at, index + 6), null, task, 1, at, at + 20, ...toOutcome(failed));
}

function toOutcome(failed) {
  return failed ? ['failed', 'permanent', 'refused'] : ['succeeded', null, null];
}
