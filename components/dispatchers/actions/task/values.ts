import {
  type ActionBaseValues,
  type ActionValuesKind,
  baseInput,
  baseValues,
  type ValueIssue,
} from '@/components/dispatchers/actions/base-values';
import { parseJsonText } from '@/components/form/parse-json';
import type { TaskAction } from '@/lib/dispatchers/schema';
import { isJsonObject, type JsonObject } from '@/lib/format/json';

/** A task action as the form holds it: `data` is JSON as typed, numbers are texts. */
export interface TaskValues extends ActionBaseValues {
  type: 'task';
  functionName: string;
  data: string;
  startTimestamp: string;
  tags: string[];
  priority: string;
}

export const taskValues: ActionValuesKind<TaskValues, TaskAction> = {
  create: () => ({
    ...baseValues(),
    type: 'task',
    functionName: '',
    data: '{}',
    startTimestamp: '',
    tags: [],
    priority: '',
  }),
  fromAction: (action) => ({
    ...baseValues(action),
    type: 'task',
    functionName: action.functionName,
    data: action.data ? JSON.stringify(action.data, null, 2) : '',
    startTimestamp: action.startTimestamp === undefined ? '' : String(action.startTimestamp),
    tags: action.tags ?? [],
    priority: action.priority === undefined ? '' : String(action.priority),
  }),
  toInput: (values) => {
    const data = readData(values.data);
    const start = values.startTimestamp.trim();
    const priority = values.priority.trim();
    const input = {
      ...baseInput(values),
      type: 'task' as const,
      functionName: values.functionName.trim(),
      ...(data.value && { data: data.value }),
      // Digits alone are epoch milliseconds; as a text they would not be read as a time.
      ...(start !== '' && { startTimestamp: /^\d+$/.test(start) ? Number(start) : start }),
      ...(values.tags.length > 0 && { tags: values.tags }),
      ...(priority !== '' && { priority: Number(priority) }),
    };
    const issues: ValueIssue[] = data.message ? [{ path: ['data'], message: data.message }] : [];
    if (priority !== '' && !/^-?\d+$/.test(priority))
      issues.push({ path: ['priority'], message: 'must be a whole number' });
    return { input, issues };
  },
};

function readData(text: string): { value?: JsonObject; message?: string } {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return { message: parsed.message };
  if (parsed.value === undefined) return {};
  if (!isJsonObject(parsed.value)) return { message: 'must be an object: { "name": … }' };
  return { value: parsed.value };
}

/** True when `data` has a key that the event itself will take. */
export function overridesEvent(data: string): boolean {
  const { value } = readData(data);
  return value !== undefined && Object.hasOwn(value, 'event');
}
