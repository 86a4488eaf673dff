import {
  countComputedUsers,
  countDispatchersByFunction,
  listDispatchersOf,
  listSchedulesOf,
  readFunctionActivity,
} from '@/db/function-usage';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { loadFunction } from './load-function';
import { requireViews } from './summaries';
import type { FunctionDetail } from './usage/schema';
import { maskVariables } from './view';

const DAY_MS = 86_400_000;
const SHOWN_USERS = 50;

/** A function with its settings, who uses it and how it fares. @throws ServiceError 10, 16. */
export async function viewFunctionDetail(principal: Principal, name: string, now: number): Promise<FunctionDetail> {
  requireViews(principal);
  requirePermission(principal, 'VIEW_TASK_FUNCTION_DETAILS');
  const loaded = await loadFunction(name);
  if (!loaded) throw resourceUnknown('function', name);
  const { settings, secrets } = loaded;
  const activity = (await readFunctionActivity([name], now - DAY_MS)).get(name);
  return {
    fn: { ...settings, environmentVariables: maskVariables(settings) },
    hasCredentials: secrets.lambdaCredentials !== undefined,
    secretLastFour: secrets.httpSecret?.slice(-4),
    failures24h: 0,
    waiting: 0,
    ...activity,
    usedBy: {
      total: countDispatchersByFunction().get(name) ?? 0,
      dispatchers: listDispatchersOf(name, SHOWN_USERS),
      schedules: listSchedulesOf(name, SHOWN_USERS),
      computed: countComputedUsers(),
    },
  };
}
