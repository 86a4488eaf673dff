import type { ActionValuesKind, ValueIssue } from '@/components/dispatchers/actions/base-values';
import { type MailValues, mailValues } from '@/components/dispatchers/actions/mail/values';
import { type TaskValues, taskValues } from '@/components/dispatchers/actions/task/values';
import type { Action, ActionType } from '@/lib/dispatchers/schema';

export type ActionValues = MailValues | TaskValues;

type OfType<Union, Type extends ActionType> = Extract<Union, { type: Type }>;
type Registry = { [Type in ActionType]: ActionValuesKind<OfType<ActionValues, Type>, OfType<Action, Type>> };

/** Every kind of action in the form. A new kind is one line here and one in the registry of its fields. */
const KINDS: Registry = { mail: mailValues, task: taskValues };

/** The registry pairs each type with its own values; TypeScript cannot follow that through a lookup. */
function kindOf(type: ActionType): ActionValuesKind<ActionValues, Action> {
  return KINDS[type] as unknown as ActionValuesKind<ActionValues, Action>;
}

export const createAction = (type: ActionType): ActionValues => kindOf(type).create();
export const fromAction = (action: Action): ActionValues => kindOf(action.type).fromAction(action);
export const toActionInput = (values: ActionValues): { input: object; issues: ValueIssue[] } =>
  kindOf(values.type).toInput(values);
