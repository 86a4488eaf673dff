import { and, count, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { MailSummary } from '@/lib/console/schema';
import type { RqlNode } from '@/lib/rql/schema';
import { database } from './client';
import { conjuncts } from './id-bounds';
import type { KeysetSource } from './keyset';
import { toMail } from './mails';
import { isNull } from './rql-matcher';
import { events } from './schema/events';
import { mailRecipients, mails } from './schema/mails';
import { runs } from './schema/runs';

/** What a mail was made of: the content of its event, or what it was asked for with. */
const madeOf = sql`coalesce(${events.content}, ${mails.content})`;

const COUNT_ALL = 1_000_000_000;

/**
 * Mails, to be walked in the order in which they were made. `recipientStates` are the addresses, each with its outcome;
 * `text` is what the mail was made of as JSON text, for a search that knows no path.
 */
export const mailSource: KeysetSource = {
  id: mails.id,
  indexed: ['status'],
  fields: {
    id: { kind: 'text', column: mails.id },
    runId: { kind: 'text', column: mails.runId },
    status: { kind: 'text', column: mails.status },
    reason: { kind: 'text', column: mails.reason },
    messageId: { kind: 'text', column: mails.messageId },
    subject: { kind: 'text', column: mails.subject },
    from: { kind: 'text', column: mails.from },
    recipients: { kind: 'json', column: mails.recipients },
    recipientStates: {
      kind: 'related',
      fields: {
        address: { kind: 'text', column: mailRecipients.address },
        status: { kind: 'text', column: mailRecipients.status },
        response: { kind: 'text', column: mailRecipients.response },
      },
      exists: (condition) => {
        const own = and(eq(mailRecipients.mailId, mails.id), condition);
        const rows = database().select({ id: mailRecipients.mailId }).from(mailRecipients).where(own);
        return sql`exists ${rows}`;
      },
    },
    templateName: { kind: 'text', column: mails.templateName },
    content: { kind: 'json', column: madeOf },
    text: { kind: 'text', column: madeOf },
    attempts: { kind: 'number', column: mails.attempts },
    creationTimestamp: { kind: 'timestamp', column: mails.creationTimestamp },
    updateTimestamp: { kind: 'timestamp', column: mails.updateTimestamp },
  },
  // Left joins keep the mails in front, and SQLite leaves them out when nothing of the event is asked.
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: mails.id })
      .from(mails)
      .leftJoin(runs, eq(runs.id, mails.runId))
      .leftJoin(events, eq(events.id, runs.eventId))
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
  count: (where) => {
    // SQLite leaves the joins out of a list of ids, and not out of a count; the limit keeps the two apart.
    const ids = database()
      .select({ id: mails.id })
      .from(mails)
      .leftJoin(runs, eq(runs.id, mails.runId))
      .leftJoin(events, eq(events.id, runs.eventId))
      .where(where)
      .limit(COUNT_ALL)
      .as('ids');
    return database().select({ count: count() }).from(ids).get()?.count ?? 0;
  },
  along: (condition) => {
    const address = readAddress(condition);
    return address === undefined ? undefined : mailsTo(address);
  },
};

/** The address of `contains(recipientStates,eq(address,…),…)` or `eq(recipientStates.address,…)`. */
function readAddress(node: RqlNode): string | undefined {
  const inside = node.op === 'contains' && node.path.join('.') === 'recipientStates';
  for (const part of inside ? conjuncts(node.condition) : [node]) {
    const isAddress = part.op === 'eq' && part.path.join('.') === (inside ? 'address' : 'recipientStates.address');
    if (isAddress && !isNull(part.value)) return part.value.text;
  }
  return undefined;
}

/** Mails to one address: the index of addresses has them in the order of their ids. */
function mailsTo(address: string): KeysetSource {
  const { mailId } = mailRecipients;
  const rows = (where: SQL | undefined) =>
    database()
      .selectDistinct({ id: mailId })
      .from(mailRecipients)
      .innerJoin(mails, eq(mails.id, mailId))
      .leftJoin(runs, eq(runs.id, mails.runId))
      .leftJoin(events, eq(events.id, runs.eventId))
      .where(and(eq(mailRecipients.address, address), where));
  return {
    id: mailId,
    indexed: mailSource.indexed,
    fields: mailSource.fields,
    ids: ({ where, orderBy, limit, offset }) =>
      rows(where)
        .orderBy(orderBy)
        .limit(limit)
        .offset(offset)
        .all()
        .map((row) => row.id),
    count: (where) => rows(where).all().length,
  };
}

/** Mails by id, in the order of `ids`, without what a list does not show. */
export async function findMailSummaries(ids: readonly string[]): Promise<MailSummary[]> {
  const { html: _html, text: _text, content: _content, trackingHash: _hash, ...columns } = getTableColumns(mails);
  const rows = database()
    .select(columns)
    .from(mails)
    .where(inArray(mails.id, [...ids]))
    .all();
  const found = new Map(rows.map((row) => [row.id, toSummary(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

function toSummary(row: Omit<typeof mails.$inferSelect, 'html' | 'text' | 'content' | 'trackingHash'>): MailSummary {
  const mail = toMail({ ...row, html: '', text: '', content: null, trackingHash: '' });
  const { html: _html, text: _text, content: _content, trackingHash: _hash, ...summary } = mail;
  return summary;
}
