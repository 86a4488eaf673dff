import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ActorKind, AuditChange } from '@/lib/audit/schema';
import { creationTimestamp } from './columns';

/** Who did what: only ever added to. Triggers refuse every change and removal. */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    /** 1, 2, 3, … without a gap: the order of the chain. */
    sequence: integer('sequence').primaryKey(),
    id: text('id').notNull().unique(),
    creationTimestamp: creationTimestamp(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    /** Their names at that time: `ada@example.com`, `token deploy of ada@example.com`. */
    actor: text('actor').notNull(),
    userId: text('user_id'),
    tokenId: text('token_id'),
    applicationId: text('application_id'),
    address: text('address'),
    requestId: text('request_id'),
    /** As the registry names it: `PUT /dispatchers/v1/{id}`. */
    operation: text('operation'),
    act: text('act').notNull(),
    objectKind: text('object_kind'),
    objectId: text('object_id'),
    objectName: text('object_name'),
    changes: text('changes', { mode: 'json' }).$type<AuditChange[]>().notNull(),
    /** SHA-256, hex, over the hash of the entry before and all of this one. */
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_entries_object').on(table.objectId, table.id),
    index('audit_entries_act').on(table.act, table.id),
    index('audit_entries_request').on(table.requestId, table.id),
  ],
);

/** Where the chain begins after old entries were removed on purpose: only entries up to `sequence` can be removed. */
export const auditAnchors = sqliteTable('audit_anchors', {
  sequence: integer('sequence').primaryKey(),
  /** Of the newest entry that was removed. */
  hash: text('hash').notNull(),
  creationTimestamp: creationTimestamp(),
});
