import { findTemplate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Problem } from '@/lib/dispatch/schema';
import type { ErrorCode } from '@/lib/errors/codes';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import type { JsonObject } from '@/lib/format/json';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { renderOutputs } from './render';
import { ResolveInput, type TemplateInput } from './schema';

const CODES: Partial<Record<Problem['code'], ErrorCode>> = {
  missing_localization: 1002,
  missing_path: 1003,
  invalid_value: 1003,
  syntax: 1004,
};

/**
 * Renders the outputs of a template with the given inputs.
 * @throws ServiceError 10, 15, 16, 1002 (localization key), 1003 (inputs), 1004 (syntax), 1005 (anything else).
 */
export async function resolveTemplate(
  principal: Principal,
  idOrName: string,
  body: unknown,
  now: number,
): Promise<Record<string, string>> {
  const template = findTemplate(idOrName);
  requirePermission(principal, 'RESOLVE_TEMPLATES', template?.name);
  if (!template) throw resourceUnknown('template', idOrName);
  const { inputs, language, timeZone } = parseInput(ResolveInput, body);
  return renderOrRefuse(template, inputs as JsonObject, { language, timeZone, now });
}

/**
 * Renders the outputs of a template for a caller that waits for them.
 * @throws ServiceError 1002 (localization key), 1003 (inputs), 1004 (syntax), 1005 (anything else).
 */
export function renderOrRefuse(
  template: Pick<TemplateInput, 'outputs' | 'inputs'>,
  inputs: JsonObject,
  options: { language: string; timeZone: string; now: number; textOutputs?: readonly string[] },
): Record<string, string> {
  const { textOutputs, ...env } = options;
  const { localize } = serverContext().cache;
  const rendered = renderOutputs(template, inputs, { ...env, localize }, textOutputs);
  if (rendered.ok) return rendered.outputs;
  const code = CODES[rendered.problems[0]?.code ?? 'helper'] ?? 1005;
  const errors = rendered.problems.map(({ field, message, line, column }) => ({
    path: field ?? '',
    message,
    line,
    column,
  }));
  // The official client's error classes read these.
  const first = { output: errors[0]?.path.replace(/^template\./, ''), message: errors[0]?.message };
  const extra = code === 1004 ? { syntaxError: first } : { resolveError: first };
  throw new ServiceError(code, rendered.problems.map((problem) => problem.message).join('; '), { errors, extra });
}
