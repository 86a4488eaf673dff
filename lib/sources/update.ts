import { setSourceDescription } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { SourceUpdate } from './schema';

/** Says what a source is for. @returns how many were changed. @throws ServiceError 10, 14, 15, 16. */
export async function updateSource(principal: Principal, name: string, body: unknown, now: number): Promise<number> {
  requirePermission(principal, 'MANAGE_SOURCES');
  const { description } = parseInput(SourceUpdate, body);
  const changed = await setSourceDescription(name, description || null, now);
  if (changed === 0) throw resourceUnknown('source', name);
  return changed;
}
