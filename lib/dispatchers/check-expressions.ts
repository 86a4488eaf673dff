import { type FieldError, fieldFormat } from '@/lib/errors/service-error';
import { checkDeep } from '@/lib/expressions/check';
import type { JsonValue } from '@/lib/format/json';
import { parseRecipient } from '@/lib/mail/address';
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
 * Checks the syntax of every expression and every address that is written out, so that a mistake is told when it is made.
 * @param prefix where the action stands in the body, as in `actions[0].`.
 * @throws ServiceError 15 naming each field.
 */
export function checkActionExpressions(action: ActionInput, prefix = ''): void {
  const fields: Partial<Record<(typeof EXPRESSION_FIELDS)[number], unknown>> = action;
  const problems = EXPRESSION_FIELDS.flatMap((field) =>
    fields[field] === undefined ? [] : checkDeep(fields[field] as JsonValue, `${prefix}${field}`),
  );
  const errors = [
    ...problems.map(({ field = '', message }) => ({ path: field, message })),
    ...checkLiteralRecipients(action, prefix),
  ];
  if (errors.length > 0) throw fieldFormat(errors);
}

/** A recipient without an expression is the same for every event: a mistake in it would fail every run. */
function checkLiteralRecipients(action: ActionInput, prefix: string): FieldError[] {
  if (action.type !== 'mail') return [];
  return (['to', 'cc', 'bcc'] as const).flatMap((field) =>
    (action.recipients[field] ?? []).flatMap((text, index) => {
      const parsed = text.includes('{{') ? undefined : parseRecipient(text);
      if (parsed === undefined || parsed.ok) return [];
      return [{ path: `${prefix}recipients.${field}[${index}]`, message: `${JSON.stringify(text)} ${parsed.message}` }];
    }),
  );
}
