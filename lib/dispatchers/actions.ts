import { isUniqueViolation } from '@/db/client';
import { addAction, deleteAction, findDispatcher, updateAction } from '@/db/dispatchers';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { checkActionExpressions } from './check-expressions';
import { type Action, ActionInput, MAX_ACTIONS } from './schema';

/** Adds an action at the end of a dispatcher. @throws ServiceError 10, 14, 15, 16, 17, 26 (too many). */
export async function createAction(
  principal: Principal,
  dispatcherId: string,
  body: unknown,
  now: number,
): Promise<Action> {
  requirePermission(principal, 'UPDATE_DISPATCHERS');
  const input = parseInput(ActionInput, body);
  checkActionExpressions(input);
  const dispatcher = await findDispatcher(dispatcherId);
  if (!dispatcher) throw resourceUnknown('dispatcher', dispatcherId);
  if (dispatcher.actions.length >= MAX_ACTIONS) {
    throw new ServiceError(26, `A dispatcher has at most ${MAX_ACTIONS} actions`);
  }
  const added = await storing(input, () => addAction(dispatcherId, input, now));
  if (!added) throw resourceUnknown('dispatcher', dispatcherId);
  return added;
}

/** Changes an action; what the body does not name stays. Its type is fixed. @throws ServiceError 10, 15, 16, 17, 26. */
export async function changeAction(
  principal: Principal,
  dispatcherId: string,
  actionId: string,
  body: unknown,
  now: number,
): Promise<void> {
  requirePermission(principal, 'UPDATE_DISPATCHERS');
  const dispatcher = await findDispatcher(dispatcherId);
  if (!dispatcher) throw resourceUnknown('dispatcher', dispatcherId);
  const current = dispatcher.actions.find((action) => action.id === actionId);
  if (!current) throw resourceUnknown('action', actionId);
  const input = parseInput(ActionInput, merge(current, body));
  if (input.type !== current.type)
    throw new ServiceError(26, `The type of an action is fixed: it stays ${current.type}`);
  checkActionExpressions(input);
  if ((await storing(input, () => updateAction(dispatcherId, actionId, input, now))) === 0) {
    throw resourceUnknown('action', actionId);
  }
}

/** Removes an action. @throws ServiceError 10, 16. */
export async function removeAction(
  principal: Principal,
  dispatcherId: string,
  actionId: string,
  now: number,
): Promise<void> {
  requirePermission(principal, 'UPDATE_DISPATCHERS');
  const removed = await deleteAction(dispatcherId, actionId, now);
  configurationChanged();
  if (removed === 0) throw resourceUnknown('action', actionId);
}

/** Naming a template in one way takes away the other. */
function merge(current: Action, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const merged: Record<string, unknown> = { ...current, ...body };
  if ('templateName' in body && !('templateId' in body)) delete merged.templateId;
  if ('templateId' in body && !('templateName' in body)) delete merged.templateName;
  return merged;
}

async function storing<T>(input: ActionInput, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('An action', input.name ?? '') : error;
  } finally {
    configurationChanged();
  }
}
