import { countFinished } from '@/db/retention';
import { readSetting, writeSetting } from '@/db/settings';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { RetentionInput, type RetentionView, type SettingOrigin } from './schema';

const SETTING = 'retention';
/** What the last sweep did. */
export const SWEEP_STATE = 'retention.sweep';
const DAY_MS = 24 * 3_600_000;
const MAX_COUNTED = 2_000;

/** For how many days finished work is kept, and who says so. */
export function retentionInForce(): { days: number; origin: SettingOrigin } {
  const { config } = serverContext();
  if (config.given.has('RETENTION_DAYS')) return { days: config.retentionDays, origin: 'environment' };
  const stored = RetentionInput.safeParse(readSetting(SETTING));
  if (stored.success) return { ...stored.data, origin: 'settings' };
  return { days: config.retentionDays, origin: 'default' };
}

/** How long work is kept, what the next sweep would remove, and what the last one did. @throws ServiceError 10. */
export async function viewRetention(principal: Principal, now: number): Promise<RetentionView> {
  requirePermission(principal, 'VIEW_SETTINGS');
  const inForce = retentionInForce();
  const counted = await countFinished(now - inForce.days * DAY_MS, MAX_COUNTED);
  const { at, removed } = readSetting(SWEEP_STATE) ?? {};
  const lastSweep = typeof at === 'number' && typeof removed === 'number' ? { lastSweep: { at, removed } } : {};
  return { ...inForce, next: { ...counted, limit: MAX_COUNTED }, ...lastSweep };
}

/** Says how long work is kept, from the next sweep on. @throws ServiceError 10, 14, 15, 27 (the environment says it). */
export async function updateRetention(principal: Principal, body: unknown, now: number): Promise<RetentionView> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  const { days } = parseInput(RetentionInput, body);
  if (retentionInForce().origin === 'environment') {
    throw new ServiceError(27, 'RETENTION_DAYS of the environment says how long work is kept');
  }
  await writeSetting(SETTING, { days }, now);
  return viewRetention(principal, now);
}
