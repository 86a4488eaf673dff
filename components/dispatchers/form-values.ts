import { z } from 'zod';
import { nextKey, orUndefined, type ValueIssue } from '@/components/dispatchers/actions/base-values';
import { type ActionValues, fromAction, toActionInput } from '@/components/dispatchers/actions/values';
import { toFieldName } from '@/components/form/field-path';
import { Action, ActionInput, type Dispatcher, DispatcherInput } from '@/lib/dispatchers/schema';

/** A dispatcher as the form holds it. Empty texts stand for what is absent. */
export interface DispatcherValues {
  eventType: string;
  name: string;
  description: string;
  enabled: boolean;
  tags: string[];
  actions: ActionValues[];
}

/** What is saved: stored actions carry their id, new ones have none. */
const DispatcherSave = DispatcherInput.extend({ actions: z.array(z.union([Action, ActionInput])) });
export type DispatcherSave = z.infer<typeof DispatcherSave>;

export function emptyDispatcher(eventType = ''): DispatcherValues {
  return { eventType, name: '', description: '', enabled: true, tags: [], actions: [] };
}

export function toDispatcherValues(dispatcher: Dispatcher): DispatcherValues {
  return {
    eventType: dispatcher.eventType,
    name: dispatcher.name ?? '',
    description: dispatcher.description ?? '',
    enabled: dispatcher.enabled,
    tags: dispatcher.tags,
    actions: dispatcher.actions.map(fromAction),
  };
}

/** A copy of a whole dispatcher that is not stored yet. Names of dispatchers are unique, so the copy gets another. */
export function toCopy(dispatcher: Dispatcher): DispatcherValues {
  const values = toDispatcherValues(dispatcher);
  const actions = values.actions.map((action) => ({ ...action, key: nextKey(), storedId: '' }));
  return { ...values, name: values.name && `${values.name} copy`, actions };
}

/** What was saved, under the keys that the actions have on the page: nothing on it has to be made anew. */
export function toSavedValues(saved: Dispatcher, onPage: DispatcherValues): DispatcherValues {
  const values = toDispatcherValues(saved);
  return {
    ...values,
    actions: values.actions.map((action, index) => ({ ...action, key: onPage.actions[index]?.key ?? action.key })),
  };
}

/** A copy of an action that is not stored yet. A name is unique within its dispatcher, so the copy gets another. */
export function duplicateAction(values: ActionValues): ActionValues {
  return { ...values, key: nextKey(), storedId: '', name: values.name && `${values.name} copy` };
}

/** The schema of the form: texts become what is saved, and everything that is wrong is said at once, at its field. */
export const DispatcherForm = z.custom<DispatcherValues>().transform((values, context): DispatcherSave => {
  const actions = values.actions.map(checkAction);
  const own = DispatcherInput.omit({ actions: true }).safeParse({
    eventType: values.eventType.trim(),
    ...orUndefined({ name: values.name, description: values.description }),
    enabled: values.enabled,
    tags: values.tags,
  });
  const issues: ValueIssue[] = own.success ? [] : toIssues(own.error);
  actions.forEach((action, index) => {
    for (const issue of action.issues) issues.push({ ...issue, path: ['actions', index, ...issue.path] });
  });
  for (const issue of firstPerField(issues)) context.addIssue({ code: 'custom', ...issue });
  if (!own.success || issues.length > 0) return z.NEVER;
  return { ...own.data, actions: actions.flatMap(({ action }) => (action ? [action] : [])) };
});

/** One action, ready to be saved or previewed, or what is wrong with it: at most one issue a field. */
export function checkAction(values: ActionValues): {
  action: DispatcherSave['actions'][number] | undefined;
  issues: ValueIssue[];
} {
  const { input, issues } = toActionInput(values);
  const parsed = (values.storedId ? Action : ActionInput).safeParse(input);
  const all = [...issues, ...(parsed.success ? [] : toIssues(parsed.error))];
  return { action: parsed.success && all.length === 0 ? parsed.data : undefined, issues: firstPerField(all) };
}

function firstPerField(issues: readonly ValueIssue[]): ValueIssue[] {
  const first = new Map<string, ValueIssue>();
  for (const issue of issues) {
    const field = issue.path.join('.');
    if (!first.has(field)) first.set(field, issue);
  }
  return [...first.values()];
}

function toIssues(error: z.ZodError): ValueIssue[] {
  return error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'number' ? part : String(part))),
    message,
  }));
}

/** The name of the field that shows an error or a problem of `path`; the template has one field for id and name. */
export function toDispatcherField(path: string): string {
  return toFieldName(path)
    .replace(/\btemplateName$/, 'templateId')
    .replace(/^(actions\.\d+\.)?template(\..*)?$/, '$1templateId');
}
