import { createHash } from 'node:crypto';
import type SqliteDatabase from 'better-sqlite3';
import type { ActorKind, AuditChange } from '@/lib/audit/schema';
import { newObjectId } from '@/lib/format/id';
import { type Actor, type AuditContext, auditContext, isSettled, settleTransaction } from './audit-context';
import { diffStates, MASK } from './audit-diff';
import { describeOperation } from './audit-operation';

type Sqlite = SqliteDatabase.Database;

/** What a write has to say of itself. */
export interface AuditNote {
  /** A word: `create`, `update`, `rotate`, `sign_in`. */
  act: string;
  object?: { kind: string; id?: string | undefined; name?: string | undefined };
  /** The object before and after; `undefined` when it was not there. When nothing differs, nothing is recorded. */
  before?: unknown;
  after?: unknown;
  /** Paths of what was changed and is never shown. */
  secrets?: readonly string[] | undefined;
  /** Instead of whom the request belongs to. */
  actor?: Actor;
}

const MAX_NAME_LENGTH = 300;
/** Control characters and what turns the direction of writing: a name must not forge a line of the log. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this replaces
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Runs the work of a write transaction; when it changed rows and recorded nothing, the operation itself is recorded. */
export function audited<T>(sqlite: Sqlite, work: () => T): T {
  const context = auditContext();
  if (!context?.automatic || context.settled) return work();
  const before = totalChanges(sqlite);
  const result = work();
  if (!isSettled(context) && totalChanges(sqlite) > before) appendNote(sqlite, describeOperation(context));
  return result;
}

function totalChanges(sqlite: Sqlite): number {
  return Number(sqlite.prepare('SELECT total_changes()').pluck().get());
}

/** Adds an entry to the log, in the write transaction that is open. */
export function appendNote(sqlite: Sqlite, note: AuditNote): void {
  if (!sqlite.inTransaction) throw new Error('an audit entry belongs into the transaction of what it tells');
  settleTransaction();
  const isComparison = 'before' in note || 'after' in note;
  const changes = isComparison ? diffStates(note.before, note.after) : [];
  changes.push(...(note.secrets ?? []).map((path) => ({ path, from: MASK, to: MASK })));
  if (isComparison && changes.length === 0) return;
  const context = auditContext();
  const last = lastLink(sqlite);
  const columns = toColumns(note, changes, context, describeActor(sqlite, note.actor ?? context?.actor, context));
  const link = { sequence: last.sequence + 1, ...columns };
  insertLink(sqlite, { ...link, hash: hashLink(last.hash, link) });
}

/** The columns of an entry, in the order in which they are hashed. */
export interface AuditLink {
  sequence: number;
  id: string;
  creation_timestamp: number;
  actor_kind: ActorKind;
  actor: string;
  user_id: string | null;
  token_id: string | null;
  application_id: string | null;
  address: string | null;
  request_id: string | null;
  operation: string | null;
  act: string;
  object_kind: string | null;
  object_id: string | null;
  object_name: string | null;
  changes: string;
}

const COLUMNS = [
  'sequence',
  'id',
  'creation_timestamp',
  'actor_kind',
  'actor',
  'user_id',
  'token_id',
  'application_id',
  'address',
  'request_id',
  'operation',
  'act',
  'object_kind',
  'object_id',
  'object_name',
  'changes',
] as const satisfies (keyof AuditLink)[];

/** SHA-256, hex, over the hash before and every column. */
export function hashLink(previous: string, link: AuditLink): string {
  const values = COLUMNS.map((column) => link[column]);
  return createHash('sha256')
    .update(JSON.stringify([previous, ...values]))
    .digest('hex');
}

/** The newest entry, or where the chain begins after old ones were removed. */
export function lastLink(sqlite: Sqlite): { sequence: number; hash: string } {
  const newest = (table: string) =>
    sqlite.prepare(`SELECT sequence, hash FROM ${table} ORDER BY sequence DESC LIMIT 1`).get() as
      | { sequence: number; hash: string }
      | undefined;
  return newest('audit_entries') ?? newest('audit_anchors') ?? { sequence: 0, hash: '' };
}

function insertLink(sqlite: Sqlite, link: AuditLink & { hash: string }): void {
  const columns = [...COLUMNS, 'hash'];
  const places = columns.map((column) => `@${column}`);
  sqlite.prepare(`INSERT INTO audit_entries (${columns.join(', ')}) VALUES (${places.join(', ')})`).run(link);
}

function toColumns(
  { act, object }: AuditNote,
  changes: readonly AuditChange[],
  context: AuditContext | undefined,
  actor: ReturnType<typeof describeActor>,
): Omit<AuditLink, 'sequence'> {
  const now = Date.now();
  return {
    id: newObjectId(now),
    creation_timestamp: now,
    ...actor,
    address: clean(context?.address),
    request_id: context?.requestId ?? null,
    operation: context?.operation ?? null,
    act,
    object_kind: object?.kind ?? null,
    object_id: clean(object?.id),
    object_name: clean(object?.name),
    changes: JSON.stringify(changes),
  };
}

/** By the names of now: a user or token may be gone when somebody reads it. */
function describeActor(sqlite: Sqlite, actor: Actor | undefined, context: AuditContext | undefined) {
  const ids = {
    user_id: actor?.userId ?? null,
    token_id: actor?.tokenId ?? null,
    application_id: actor?.applicationId ?? null,
  };
  const nameOf = (column: string, table: string, id: string | null) =>
    id === null ? undefined : sqlite.prepare(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck().get(id);
  const user = nameOf('email', 'users', ids.user_id);
  const application = nameOf('name', 'applications', ids.application_id);
  const token = nameOf('name', 'tokens', ids.token_id);
  const of = (what: string) => (user ? `${what} of ${user}` : what);
  const as = (actor_kind: ActorKind, name: string) => ({ ...ids, actor_kind, actor: clean(name) ?? '' });
  if (actor?.kind === 'system' || (!actor && !context)) return as('system', 'the server');
  if (application) return as('application', of(String(application)));
  if (token) return as('token', of(`token ${token}`));
  if (user) return as('user', String(user));
  return ids.token_id === null ? as('nobody', 'nobody known') : as('token', 'a token');
}

function clean(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text
    .slice(0, MAX_NAME_LENGTH)
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
