import type { ActionInput, ActionType } from '@/lib/dispatchers/schema';
import { isJsonObject, type JsonValue } from '@/lib/format/json';

/** Templates by their id: an id says nothing to a person. */
export type TemplateNames = ReadonlyMap<string, string>;

type OfType<Type extends ActionType> = Extract<ActionInput, { type: Type }>;
type Facts = Record<string, string | undefined>;

const DESCRIBE: { [Type in ActionType]: (action: OfType<Type>, names: TemplateNames) => Facts } = {
  mail: ({ recipients, templateId, templateName, language, timeZone }, names) => ({
    Template: templateName ?? (templateId && (names.get(templateId) ?? templateId)),
    To: recipients.to.join(', '),
    Cc: recipients.cc?.join(', '),
    Bcc: recipients.bcc?.join(', '),
    Language: language,
    'Time zone': timeZone,
  }),
  task: ({ functionName, data, startTimestamp, tags, priority }) => ({
    Function: functionName,
    ...(data === undefined ? {} : flatten('Data', data)),
    Start: startTimestamp === undefined ? undefined : String(startTimestamp),
    'Task tags': tags?.join(', '),
    Priority: priority === undefined ? undefined : String(priority),
  }),
};

/** All that an action says, by the labels of its form. What is absent is not in it. */
export function describeAction(action: ActionInput, names: TemplateNames): Map<string, string> {
  // The registry pairs each type with its own action; TypeScript cannot follow that through a lookup.
  const toFacts = DESCRIBE[action.type] as (action: ActionInput, names: TemplateNames) => Facts;
  const facts: Facts = {
    ...toFacts(action, names),
    'Action name': action.name,
    Note: action.description,
    Enabled: action.enabled ? 'yes' : 'no',
  };
  return new Map(Object.entries(facts).flatMap(([label, value]) => (value ? [[label, value] as const] : [])));
}

/** Data field by field, so that a small change in it is seen as one. */
function flatten(label: string, value: JsonValue): Facts {
  if (!isJsonObject(value) || Object.keys(value).length === 0) {
    return { [label]: typeof value === 'string' ? value : JSON.stringify(value) };
  }
  const separator = label === 'Data' ? ': ' : '.';
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => Object.entries(flatten(`${label}${separator}${key}`, inner))),
  );
}
