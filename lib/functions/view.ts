import { listFunctions as listStored } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { iso } from '@/lib/format/time';
import { getFunction } from './get';
import { openSecrets, toTaskFunction } from './load-function';
import { MASKED_VALUE, type TaskFunction } from './schema';

/** All functions, by name, without their details. @throws ServiceError 10. */
export async function listFunctions(principal: Principal) {
  requirePermission(principal, 'VIEW_TASK_FUNCTIONS');
  const functions = await listStored();
  return functions.map((stored) => toWireFunction(toTaskFunction(stored, openSecrets(stored))));
}

/** One function with its settings; values of variables are masked. @throws ServiceError 10, 16. */
export async function viewFunction(principal: Principal, name: string) {
  requirePermission(principal, 'VIEW_TASK_FUNCTION_DETAILS');
  return toWireFunction(await getFunction(name));
}

/** The function as `tasks/v1` shows it: ISO 8601 times, no secret. */
export function toWireFunction({ pausedTimestamp, ...fn }: TaskFunction) {
  return {
    ...fn,
    environmentVariables: maskVariables(fn),
    ...(pausedTimestamp === undefined ? {} : { pausedTimestamp: iso(pausedTimestamp) }),
    creationTimestamp: iso(fn.creationTimestamp),
    updateTimestamp: iso(fn.updateTimestamp),
  };
}

/** The names of the variables, each with a mask for its value. */
export function maskVariables(fn: Pick<TaskFunction, 'environmentVariables'>): TaskFunction['environmentVariables'] {
  return Object.fromEntries(Object.keys(fn.environmentVariables).map((name) => [name, { value: MASKED_VALUE }]));
}
