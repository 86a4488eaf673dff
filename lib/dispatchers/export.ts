import { recordAuditAlone } from '@/db/audit';
import { listAllDispatchers } from '@/db/dispatcher-imports';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Action, Dispatcher, DispatchersFile, FileAction, FileDispatcher } from './schema';

/**
 * All dispatchers as `dispatchers.json`, which `exh dispatchers sync` and our own import read: without ids and times.
 * What has no name gets one, because the file knows dispatchers and actions by their names; `enabled` stands there only
 * when it is false, since other readers do not know it.
 * @throws ServiceError 10.
 */
export async function exportDispatchers(principal: Principal): Promise<DispatchersFile> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const dispatchers = (await listAllDispatchers()).map(toFileDispatcher);
  const name = `${dispatchers.length} dispatchers`;
  await recordAuditAlone({ act: 'export', object: { kind: 'dispatcher', name } });
  return { dispatchers };
}

/** A dispatcher as the file has it. */
export function toFileDispatcher(dispatcher: Dispatcher): FileDispatcher {
  const { eventType, description, enabled, tags, actions } = dispatcher;
  return {
    eventType,
    name: nameInFile(dispatcher),
    ...(description === undefined ? {} : { description }),
    ...(enabled ? {} : { enabled }),
    tags,
    actions: actions.map(toFileAction),
  };
}

/** The name under which the file has a dispatcher: its own, or one made of its event type and id. */
export function nameInFile({ name, eventType, id }: Dispatcher): string {
  return name ?? `${eventType.slice(0, 100)}-${id.slice(-6)}`.trim();
}

/** The same for an action. */
export function actionNameInFile({ name, type, id }: Action): string {
  return name ?? `${type}-${id.slice(-6)}`;
}

function toFileAction(action: Action): FileAction {
  const { id: _id, enabled, ...fields } = action;
  return { ...fields, name: actionNameInFile(action), ...(enabled ? {} : { enabled }) };
}
