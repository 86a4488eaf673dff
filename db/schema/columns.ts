import { integer, text } from 'drizzle-orm/sqlite-core';

/** 24 lower-case hex characters, see lib/format/id. */
export const id = () => text('id').primaryKey();

/** Epoch milliseconds. */
export const creationTimestamp = () => integer('creation_timestamp').notNull();
export const updateTimestamp = () => integer('update_timestamp').notNull();
