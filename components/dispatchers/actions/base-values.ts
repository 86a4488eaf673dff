import type { Action } from '@/lib/dispatchers/schema';

/** What every kind of action holds in the form. Empty texts stand for what is absent. */
export interface ActionBaseValues {
  /** Names the action on the page, also after it was moved; never sent. */
  key: string;
  /** Id of the stored action; empty for a new one. */
  storedId: string;
  name: string;
  description: string;
  enabled: boolean;
}

export interface ValueIssue {
  path: (string | number)[];
  message: string;
}

/** How one kind of action goes into the form and out of it. */
export interface ActionValuesKind<Values, Stored> {
  create: () => Values;
  fromAction: (action: Stored) => Values;
  /** What is to be saved, still unchecked by the schema, and what only the form can see is wrong. */
  toInput: (values: Values) => { input: object; issues: ValueIssue[] };
}

let lastKey = 0;
export function nextKey(): string {
  lastKey += 1;
  return `new-${lastKey}`;
}

export function baseValues(action?: Action): ActionBaseValues {
  return {
    key: action?.id ?? nextKey(),
    storedId: action?.id ?? '',
    name: action?.name ?? '',
    description: action?.description ?? '',
    enabled: action?.enabled ?? true,
  };
}

export function baseInput(values: ActionBaseValues): object {
  return {
    ...orUndefined({ id: values.storedId, name: values.name, description: values.description }),
    enabled: values.enabled,
  };
}

/** Leaves out what is blank. */
export function orUndefined(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
}
