import { countDispatchersByFunction, countSchedulesByFunction, readFunctionActivity } from '@/db/function-usage';
import { listFunctions } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { TaskFunction } from './schema';
import type { FunctionSummary } from './usage/schema';

const DAY_MS = 86_400_000;
/** What a list shows needs no secret: nothing is decrypted for it. */
const Shown = TaskFunction.pick({ description: true, runtime: true, http: true, lambda: true, pausedTimestamp: true });

/** All functions, by name, with who uses them and how they fare. @throws ServiceError 10. */
export async function listFunctionSummaries(principal: Principal, now: number): Promise<FunctionSummary[]> {
  requireViews(principal);
  requirePermission(principal, 'VIEW_TASK_FUNCTIONS');
  const functions = await listFunctions();
  const dispatchers = countDispatchersByFunction();
  const schedules = countSchedulesByFunction();
  const names = functions.map(({ name }) => name);
  const activity = await readFunctionActivity(names, now - DAY_MS);
  return functions.map(({ name, kind, enabled, updateTimestamp, definition }) => {
    const { description, runtime, http, lambda, pausedTimestamp } = Shown.parse(definition);
    const target = http?.url ?? (lambda && `${lambda.functionName} · ${lambda.region}`);
    const uses = { dispatchers: dispatchers.get(name) ?? 0, schedules: schedules.get(name) ?? 0 };
    const fares = activity.get(name) ?? { failures24h: 0, waiting: 0 };
    return { name, kind, description, enabled, pausedTimestamp, runtime, target, updateTimestamp, ...uses, ...fares };
  });
}

/** Who uses a function, and how it fares, is told by dispatchers, schedules and tasks. @throws ServiceError 10. */
export function requireViews(principal: Principal): void {
  for (const one of ['VIEW_DISPATCHERS', 'VIEW_TASK_SCHEDULES', 'VIEW_TASKS'] as const)
    requirePermission(principal, one);
}
