import { findAuthor, listRevisions } from '@/db/dispatcher-revisions';
import { hasPermission, type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { type RevisionList, RevisionListQuery } from './schema';

/**
 * What a dispatcher was, the newest first; also of one that was deleted. Who made it so is told to those who may read the log.
 * @throws ServiceError 10, 15, 16.
 */
export async function listDispatcherRevisions(
  principal: Principal,
  id: string,
  query: URLSearchParams,
): Promise<RevisionList> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const { before, limit } = parseInput(RevisionListQuery, Object.fromEntries(query));
  const rows = await listRevisions(id, { before, limit: limit + 1 });
  if (rows.length === 0 && before === undefined) throw resourceUnknown('dispatcher', id);
  const shown = rows.slice(0, limit);
  const mayKnowWho = hasPermission(principal, 'VIEW_AUDIT');
  const data = shown.map((revision) => {
    const by = mayKnowWho ? findAuthor(revision) : undefined;
    return by === undefined ? revision : { ...revision, by };
  });
  const last = data.at(-1);
  return rows.length > limit && last ? { data, nextBefore: last.id } : { data };
}
