import { readSourceActivity } from '@/db/source-activity';
import { listSources as list } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Source, SourceSummary } from './schema';

/** All sources, by name, with what came through them. @throws ServiceError 10. */
export async function listSources(principal: Principal, now: number): Promise<SourceSummary[]> {
  requirePermission(principal, 'VIEW_SOURCES');
  const summaries: SourceSummary[] = [];
  for (const source of await list()) summaries.push(await summarize(source, now));
  return summaries;
}

async function summarize(source: Source, now: number): Promise<SourceSummary> {
  const { hours, lastEventAt } = await readSourceActivity(source.name, now);
  const until = source.previousSecretUntil;
  const isOver = until !== undefined && until <= now;
  const summary = { ...source, previousSecretUntil: isOver ? undefined : until, hours };
  return lastEventAt === undefined ? summary : { ...summary, lastEventAt };
}
