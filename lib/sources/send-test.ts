import { findSource } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { receiveEvents } from '@/lib/intake/receive-events';
import { SourceTestInput } from './schema';

/**
 * Stores an event as if it had come through this source: what listens to its type really follows.
 * @throws ServiceError 10, 14, 15, 16.
 */
export async function sendTestEvent(
  principal: Principal,
  name: string,
  body: unknown,
  now: number,
): Promise<{ id: string; runs: number }> {
  requirePermission(principal, 'CREATE_EVENTS');
  const { type, content } = parseInput(SourceTestInput, body);
  if (!(await findSource(name))) throw resourceUnknown('source', name);
  const [result] = await receiveEvents([{ type, content, key: undefined }], { source: name }, now);
  if (!result) throw new Error('no result for the event');
  return { id: result.id, runs: result.runs };
}
