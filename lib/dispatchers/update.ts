import { isUniqueViolation } from '@/db/client';
import { findDispatcher, updateDispatcher as storeUpdate } from '@/db/dispatchers';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { checkActions } from './create';
import { type Dispatcher, DispatcherUpdate, WholeDispatcher } from './schema';

/**
 * Changes name, description, tags and `enabled`; what the body does not name stays. `actions` are ignored.
 * @param unmodifiedSince the header `If-Unmodified-Since`; like `updateTimestamp` in the body it guards against
 * overwriting what somebody else saved meanwhile. Its unit is the second (RFC 9110 5.6.7).
 * @throws ServiceError 10, 15, 16, 17, 26 for another `eventType` (it is fixed once created), 27 (status 409) when the
 * dispatcher was changed meanwhile.
 */
export async function updateDispatcher(
  principal: Principal,
  id: string,
  body: unknown,
  now: number,
  unmodifiedSince?: string,
): Promise<void> {
  requirePermission(principal, 'UPDATE_DISPATCHERS');
  const input = parseInput(DispatcherUpdate, body);
  const current = await getForUpdate(id, input.eventType);
  const since = unmodifiedSince === undefined ? undefined : Date.parse(unmodifiedSince);
  // RFC 9110 13.1.4: a date that cannot be read is ignored.
  if (since !== undefined && Math.floor(current.updateTimestamp / 1_000) * 1_000 > since) throw changedMeanwhile();
  const guard = input.updateTimestamp ?? (since === undefined ? undefined : current.updateTimestamp);
  await store(
    id,
    {
      name: input.name === undefined ? current.name : (input.name ?? undefined),
      description: input.description === undefined ? current.description : (input.description ?? undefined),
      enabled: input.enabled ?? current.enabled,
      tags: input.tags ?? current.tags,
    },
    { now, ...(guard === undefined ? {} : { guard }) },
  );
}

/**
 * Replaces a dispatcher with all its actions in one transaction.
 * `updateTimestamp` in the body guards against overwriting what somebody else saved meanwhile.
 * @throws ServiceError as `updateDispatcher`, and 27 (status 409) when it was changed meanwhile.
 */
export async function replaceDispatcher(
  principal: Principal,
  id: string,
  body: unknown,
  now: number,
): Promise<Dispatcher> {
  requirePermission(principal, 'UPDATE_DISPATCHERS');
  const { actions, eventType, updateTimestamp: guard, ...fields } = parseInput(WholeDispatcher, body);
  await getForUpdate(id, eventType);
  checkActions(actions);
  return store(id, fields, { actions, now, ...(guard === undefined ? {} : { guard }) });
}

async function getForUpdate(id: string, eventType: string | undefined): Promise<Dispatcher> {
  const current = await findDispatcher(id);
  if (!current) throw resourceUnknown('dispatcher', id);
  if (eventType !== undefined && eventType !== current.eventType) {
    throw new ServiceError(26, `The event type is fixed once created: it stays '${current.eventType}'`, {
      errors: [{ path: 'eventType', message: 'is fixed once created' }],
    });
  }
  return current;
}

async function store(
  id: string,
  ...[fields, options]: Parameters<typeof storeUpdate> extends [string, ...infer R] ? R : never
) {
  try {
    const updated = await storeUpdate(id, fields, options);
    if (updated === undefined) throw resourceUnknown('dispatcher', id);
    if (updated === 'stale') throw changedMeanwhile();
    return updated;
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A dispatcher', fields.name ?? '') : error;
  } finally {
    configurationChanged();
  }
}

function changedMeanwhile(): ServiceError {
  return new ServiceError(27, 'Somebody else changed this dispatcher meanwhile: load it again', { status: 409 });
}
