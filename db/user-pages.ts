import { and, asc, eq, gt, or, type SQL, sql } from 'drizzle-orm';
import { database } from './client';
import { users } from './schema/users';
import type { User } from './users';

export interface UserFilter {
  /** A part of the address or the name. */
  search?: string | undefined;
  role?: string | undefined;
  enabled?: boolean | undefined;
  /** The address of the last one of the page before. */
  after?: string | undefined;
  limit: number;
}

/** Users by their address; one more than `limit` when there are more. */
export async function pageUsers({ search, role, enabled, after, limit }: UserFilter): Promise<User[]> {
  const conditions: (SQL | undefined)[] = [
    search ? contains(search.toLowerCase()) : undefined,
    role ? sql`exists (select 1 from json_each(${users.roles}) where value = ${role})` : undefined,
    enabled === undefined ? undefined : eq(users.enabled, enabled),
    after === undefined ? undefined : gt(users.email, after),
  ];
  return database()
    .select()
    .from(users)
    .where(and(...conditions))
    .orderBy(asc(users.email))
    .limit(limit + 1)
    .all();
}

function contains(search: string): SQL | undefined {
  const fullName = sql`lower(coalesce(${users.firstName}, '') || ' ' || coalesce(${users.lastName}, ''))`;
  return or(sql`instr(${users.email}, ${search}) > 0`, sql`instr(${fullName}, ${search}) > 0`);
}
