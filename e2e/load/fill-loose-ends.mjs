// What a database gathers besides work that went well or failed: events that nothing hears, dispatchers that never fire,
// tasks that wait, a mail with a file, and a long audit log.
import { createHash, randomBytes } from 'node:crypto';
import { idAt, inserter } from './fill-rows.mjs';

const UNHEARD_EVENTS = 20_000;
const UNHEARD_TYPES = 300;
const NEVER_FIRED = 500;
const WAITING_TASKS = 20_000;
const LOG_LINES = 1_000;
const AUDIT_ENTRIES = 100_000;
const FAR_AHEAD_MS = 365 * 86_400_000;

export function fillLooseEnds(db, { random, start, now }) {
  db.transaction(() => {
    fillUnheard(db, start, now);
    fillNeverFired(db, start);
    fillWaitingTasks(db, now);
    fillAuditLog(db, random, start, now);
    const mail = db.prepare('SELECT id FROM mails ORDER BY id LIMIT 1').pluck().get();
    const task = db.prepare('SELECT id FROM tasks ORDER BY id DESC LIMIT 1').pluck().get();
    const log = inserter(db, 'task_logs', ['task_id', 'timestamp', 'message']);
    for (let i = 0; i < LOG_LINES; i++) log.run(task, now + i, `line ${i} of what a function wrote`);
    inserter(db, 'mail_attachments', ['mail_id', 'position', 'name', 'type', 'content']).run(
      mail,
      0,
      'large.txt',
      'text/plain',
      Buffer.alloc(100_000, 'x'),
    );
  })();
}

/** Slips of types that dispatchers do hear. */
function fillUnheard(db, start, now) {
  const events = inserter(db, 'events', [
    ...['id', 'type', 'content', 'source', 'body_hash', 'outcome', 'run_count', 'depth'],
    ...['creation_timestamp', 'update_timestamp'],
  ]);
  for (let i = 0; i < UNHEARD_EVENTS; i++) {
    const at = start + Math.floor(((now - start) * i) / UNHEARD_EVENTS);
    const type = `large_typ_${i % UNHEARD_TYPES}`;
    const hash = randomBytes(16).toString('hex');
    events.run(idAt(at, 60_000), type, JSON.stringify({ n: i }), 'default', hash, 'no_dispatcher', 0, 0, at, at);
  }
}

function fillNeverFired(db, start) {
  const revisions = inserter(db, 'dispatcher_revisions', ['id', 'dispatcher_id', 'definition', 'creation_timestamp']);
  const dispatchers = inserter(db, 'dispatchers', [
    ...['id', 'event_type', 'name', 'enabled', 'tags', 'revision_id', 'creation_timestamp', 'update_timestamp'],
  ]);
  for (let i = 0; i < NEVER_FIRED; i++) {
    const at = start + i;
    const [id, revision] = [idAt(at, 5), idAt(at, 6)];
    const given = {
      eventType: `larg_type_${i}`,
      name: `Large dispatcher that never fired ${i}`,
      enabled: true,
      tags: [],
    };
    const definition = { id, ...given, actions: [], creationTimestamp: at, updateTimestamp: at };
    revisions.run(revision, id, JSON.stringify(definition), at);
    dispatchers.run(id, given.eventType, given.name, 1, '[]', revision, at, at);
  }
}

function fillWaitingTasks(db, now) {
  const tasks = inserter(db, 'tasks', [
    ...['id', 'status', 'status_changed_timestamp', 'function_name', 'data', 'start_timestamp', 'tags', 'priority'],
    ...['retry_for_task_ids', 'attempts', 'idempotency_key', 'depth', 'creation_timestamp', 'update_timestamp'],
  ]);
  for (let i = 0; i < WAITING_TASKS; i++) {
    const id = idAt(now, i);
    tasks.run(id, 'new', now, 'large-function-0', '{}', now + FAR_AHEAD_MS, '[]', 0, '[]', 0, id, 0, now, now);
  }
}

const AUDIT_COLUMNS = [
  ...[
    'sequence',
    'id',
    'creation_timestamp',
    'actor_kind',
    'actor',
    'user_id',
    'token_id',
    'application_id',
    'address',
  ],
  ...['request_id', 'operation', 'act', 'object_kind', 'object_id', 'object_name', 'changes'],
];

/** A chain that `GET /api/v1/audit/verification` finds whole: see db/audit-trail. */
function fillAuditLog(db, random, start, now) {
  const insert = inserter(db, 'audit_entries', [...AUDIT_COLUMNS, 'hash']);
  const last = db.prepare('SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1').get();
  let previous = last?.hash ?? '';
  let sequence = last?.sequence ?? 0;
  const objects = Array.from({ length: 1_000 }, (_, index) => idAt(start, index));
  for (let i = 0; i < AUDIT_ENTRIES; i++) {
    const at = start + Math.floor(((now - start) * i) / AUDIT_ENTRIES);
    const object = objects[Math.floor(random() * objects.length)];
    sequence += 1;
    const link = [
      ...[sequence, idAt(at, 7), at, 'user', `person${i % 50}@large.example`, null, null, null, '127.0.0.1'],
      ...[randomBytes(8).toString('hex'), 'PUT /dispatchers/v1/{id}', 'update', 'dispatcher', object, 'Large'],
      JSON.stringify([{ path: 'description', from: `text ${i}`, to: `text ${i + 1}` }]),
    ];
    previous = createHash('sha256')
      .update(JSON.stringify([previous, ...link]))
      .digest('hex');
    insert.run(...link, previous);
  }
}
