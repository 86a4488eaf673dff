import { isUniqueViolation } from '@/db/client';
import { insertDispatcher } from '@/db/dispatchers';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { checkActionExpressions } from './check-expressions';
import { type ActionInput, type Dispatcher, DispatcherInput } from './schema';

/**
 * Makes a dispatcher with its actions.
 * @throws ServiceError 10, 14, 15 (fields, expressions), 17 (a name is taken).
 */
export async function createDispatcher(principal: Principal, body: unknown, now: number): Promise<Dispatcher> {
  requirePermission(principal, 'CREATE_DISPATCHERS');
  const input = parseInput(DispatcherInput, body);
  checkActions(input.actions);
  try {
    return await insertDispatcher(input, now);
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A dispatcher', input.name ?? '') : error;
  } finally {
    configurationChanged();
  }
}

/** Expressions are well-formed and no two actions share a name. @throws ServiceError 15, 17. */
export function checkActions(actions: readonly ActionInput[]): void {
  actions.forEach((action, index) => {
    checkActionExpressions(action, `actions[${index}].`);
  });
  const names = actions.flatMap((action) => action.name ?? []);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ServiceError(17, `Two actions are named '${twice}'`);
}
