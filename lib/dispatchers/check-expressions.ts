import { fieldFormat } from '@/lib/errors/service-error';
import { checkDeep } from '@/lib/expressions/check';
import type { JsonValue } from '@/lib/format/json';
import type { ActionInput } from './schema';

/** The parts of an action that may hold expressions. */
const EXPRESSION_FIELDS = [
  'recipients',
  'templateName',
  'language',
  'timeZone',
  'functionName',
  'data',
  'startTimestamp',
  'tags',
] as const;

/**
 * Checks the syntax of every expression, so that a mistake is told when it is made.
 * @param prefix where the action stands in the body, as in `actions[0].`.
 * @throws ServiceError 15 naming each field.
 */
export function checkActionExpressions(action: ActionInput, prefix = ''): void {
  const fields: Partial<Record<(typeof EXPRESSION_FIELDS)[number], unknown>> = action;
  const problems = EXPRESSION_FIELDS.flatMap((field) =>
    fields[field] === undefined ? [] : checkDeep(fields[field] as JsonValue, `${prefix}${field}`),
  );
  if (problems.length > 0) {
    throw fieldFormat(problems.map(({ field = '', message }) => ({ path: field, message })));
  }
}
