import { isDeepStrictEqual } from 'node:util';
import type { DispatcherWrite } from '@/db/dispatcher-imports';
import type { ActionToStore } from '@/db/dispatchers';
import { ServiceError } from '@/lib/errors/service-error';
import type { JsonValue } from '@/lib/format/json';
import { actionNameInFile, nameInFile } from './export';
import {
  type Action,
  CLI_MANAGED_TAG,
  type Dispatcher,
  type FileAction,
  type FileDispatcher,
  type ImportChange,
  type ImportStep,
} from './schema';

/** A step of the plan, with what it writes; nothing when all is as the file says. */
export interface PlannedStep {
  step: ImportStep;
  write: DispatcherWrite | undefined;
}

/**
 * What is to be done so that the dispatchers are as the file says. They are matched by name. With `clean`, what the
 * command-line tool manages and the file does not have is removed; nothing else ever is.
 * @throws ServiceError 26 when a dispatcher is to have another event type: it is fixed once created.
 */
export function planImport(
  file: readonly FileDispatcher[],
  existing: readonly Dispatcher[],
  { clean }: { clean: boolean },
): PlannedStep[] {
  const byName = new Map(existing.map((dispatcher) => [nameInFile(dispatcher), dispatcher]));
  const steps = file.map((wanted, index) => {
    const current = byName.get(wanted.name);
    return current ? planUpdate(wanted, current, index) : planCreate(wanted);
  });
  if (!clean) return steps;
  const names = new Set(file.map((wanted) => wanted.name));
  const surplus = existing.filter((one) => one.tags.includes(CLI_MANAGED_TAG) && !names.has(nameInFile(one)));
  return [...steps, ...surplus.map(planDelete)];
}

function planCreate(wanted: FileDispatcher): PlannedStep {
  const actions = wanted.actions.map((action) => ({ ...action, enabled: action.enabled ?? true }));
  const input = { ...wanted, enabled: wanted.enabled ?? true, actions };
  const { name, eventType } = wanted;
  return { step: { act: 'create', name, eventType, changes: [] }, write: { act: 'create', input } };
}

function planDelete(current: Dispatcher): PlannedStep {
  const { id, eventType } = current;
  return {
    step: { act: 'delete', name: nameInFile(current), eventType, id, changes: [] },
    write: { act: 'delete', id },
  };
}

function planUpdate(wanted: FileDispatcher, current: Dispatcher, index: number): PlannedStep {
  const { id, eventType } = current;
  if (wanted.eventType !== eventType) {
    const path = `dispatchers[${index}].eventType`;
    throw new ServiceError(26, `${path}: the event type of '${wanted.name}' is fixed: it stays '${eventType}'`, {
      errors: [{ path, message: `is fixed: it stays '${eventType}'` }],
    });
  }
  const { name, description, tags } = wanted;
  const fields = { name, description, tags, enabled: wanted.enabled ?? current.enabled };
  const actions = wanted.actions.map((action) => matchAction(action, current.actions));
  const changes = [
    ...diffFields(pickFields(current), fields, ''),
    ...diffActions(current.actions, actions),
    ...diffOrder(current.actions, actions),
  ];
  const step = { name, eventType, id, changes };
  if (changes.length === 0) return { step: { act: 'unchanged', ...step }, write: undefined };
  return { step: { act: 'update', ...step }, write: { act: 'update', id, fields, actions } };
}

function pickFields({ name, description, tags, enabled }: Dispatcher) {
  return { name, description, tags, enabled };
}

/** An action that is there keeps its id; one that changes its type is another one. */
function matchAction(wanted: FileAction, current: readonly Action[]): ActionToStore {
  const same = current.find((action) => actionNameInFile(action) === wanted.name && action.type === wanted.type);
  const enabled = wanted.enabled ?? same?.enabled ?? true;
  return same ? { ...wanted, enabled, id: same.id } : { ...wanted, enabled };
}

function diffActions(current: readonly Action[], wanted: readonly ActionToStore[]): ImportChange[] {
  const kept = new Set(wanted.map((action) => action.id));
  const removed = current.filter((action) => !kept.has(action.id));
  return [
    ...removed.map((action) => ({ path: `actions.${actionNameInFile(action)}`, from: asJson(action) })),
    ...wanted.flatMap((action) => {
      const path = `actions.${action.name}`;
      const before = current.find((one) => one.id === action.id);
      return before ? diffFields({ ...before }, { ...action }, `${path}.`) : [{ path, to: asJson(action) }];
    }),
  ];
}

/** Only of the actions that stay. */
function diffOrder(current: readonly Action[], wanted: readonly ActionToStore[]): ImportChange[] {
  const ids = wanted.flatMap((action) => action.id ?? []);
  const before = current.filter((action) => ids.includes(action.id));
  if (
    isDeepStrictEqual(
      before.map((action) => action.id),
      ids,
    )
  )
    return [];
  const to = wanted.filter((action) => action.id !== undefined).map((action) => action.name ?? '');
  return [{ path: 'actions', from: before.map(actionNameInFile), to }];
}

function diffFields(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
  prefix: string,
): ImportChange[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .filter((key) => !isDeepStrictEqual(from[key], to[key]))
    .map((key) => ({
      path: `${prefix}${key}`,
      ...(from[key] === undefined ? {} : { from: asJson(from[key]) }),
      ...(to[key] === undefined ? {} : { to: asJson(to[key]) }),
    }));
}

function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
