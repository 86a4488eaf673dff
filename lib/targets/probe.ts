import { findFunction } from '@/db/functions';
import { bringForward } from '@/db/targets';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { BreakerView } from '@/lib/delivery/breakers';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import { breakerKey, toTargetBreaker } from './breaker';
import type { TargetBreaker, TargetKind } from './schema';

/**
 * Has one piece of work tried at once at a target that is kept from work: how it goes decides whether the rest follows.
 * When nothing is due, the attempt that would be due next is made now.
 * @throws ServiceError 10, 16, and 27 when nothing keeps work from it.
 */
export async function probeTarget(
  principal: Principal,
  kind: TargetKind,
  name: string,
  now: number,
): Promise<TargetBreaker> {
  requirePermission(principal, 'RETRY_RUNS');
  if (!(await isTarget(kind, name))) throw resourceUnknown('target', `${kind}/${name}`);
  const { engine, wake } = serverContext();
  const key = breakerKey(kind, name);
  const open = await findOpen(key);
  if (!open) throw new ServiceError(27, 'Nothing keeps work from this target');
  await bringForward(kind, name, now);
  await engine.probeNow(key, now);
  wake();
  return toTargetBreaker({ ...open, ...(await findOpen(key)) });
}

async function findOpen(key: string): Promise<BreakerView | undefined> {
  return new Map(await serverContext().engine.targetsAway()).get(key);
}

async function isTarget(kind: TargetKind, name: string): Promise<boolean> {
  return kind === 'mail' ? name === 'mail' : (await findFunction(name)) !== undefined;
}
