import { ServiceError } from '@/lib/errors/service-error';
import { parseRql } from '@/lib/rql/parse';

/** The time (epoch ms) of a query that may say `timestamp>=…` and nothing else; 0 when it is empty. @throws 19. */
export function readSince(query: string): number {
  const { filter } = parseRql(query);
  if (!filter) return 0;
  const since = filter.op === 'ge' && filter.path.join('.') === 'timestamp' ? filter.value : undefined;
  const ms = typeof since?.value === 'number' ? since.value : Date.parse(since?.text ?? '');
  if (!Number.isFinite(ms)) throw new ServiceError(19, 'Log lines can be asked for by timestamp>=… only');
  return ms;
}
