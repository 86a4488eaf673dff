import { ServiceError } from '@/lib/errors/service-error';
import type { RqlQuery } from './schema';

/**
 * For queries of which only the filter counts: a limit or an order that was ignored would be taken for obeyed.
 * @throws ServiceError 19 naming what must not be there.
 */
export function assertOnlyFilter({ sort, limit, select, skipCount }: RqlQuery): void {
  const given = { sort: sort.length > 0, limit: limit !== undefined, select: select !== undefined, skipCount };
  const names = Object.entries(given).flatMap(([name, isGiven]) => (isGiven ? [`'${name}'`] : []));
  if (names.length > 0) throw new ServiceError(19, `Only a filter counts in this query, not ${names.join(', ')}`);
}
