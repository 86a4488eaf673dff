import { isUniqueViolation } from '@/db/client';
import { insertTemplate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { checkOutputs } from './check';
import { type Template, TemplateInput } from './schema';

/** Makes a template. @throws ServiceError 10, 14, 15, 17 (name taken), 1004 (syntax of an output). */
export async function createTemplate(principal: Principal, body: unknown, now: number): Promise<Template> {
  requirePermission(principal, 'CREATE_TEMPLATES');
  const input = parseInput(TemplateInput, body);
  assertOutputs(input.outputs);
  try {
    return await insertTemplate(input, now);
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A template', input.name) : error;
  } finally {
    configurationChanged();
  }
}

/** @throws ServiceError 1004 with `errors: [{output, message, line, column}]`; the official client reads `syntaxError`. */
export function assertOutputs(outputs: Readonly<Record<string, string>>): void {
  const errors = checkOutputs(outputs);
  const [first] = errors;
  if (!first) return;
  const list = errors.map((error) => `${error.output}: ${error.message}`).join('; ');
  const syntaxError = { output: first.output, message: first.message };
  throw new ServiceError(1004, `Template syntax: ${list}`, { errors, extra: { syntaxError } });
}
