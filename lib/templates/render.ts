import type { Problem } from '@/lib/dispatch/schema';
import type { RenderEnv, Scope } from '@/lib/expressions/env';
import { inField, parseOrProblem } from '@/lib/expressions/evaluate';
import { renderTemplate } from '@/lib/expressions/interpret';
import type { JsonObject } from '@/lib/format/json';
import { checkInputs } from './check-inputs';
import type { TemplateInput } from './schema';

export type RenderedOutputs = { ok: true; outputs: Record<string, string> } | { ok: false; problems: Problem[] };

/** A mail's subject is a header line: text, and one line of it. */
const SUBJECT = 'subject';
const CONTROL_CHARACTER = /[\p{Cc}\u2028\u2029]/u;

/**
 * Renders every output of a template. Values are reached as `{{@inputs.name}}` (or plainly `{{name}}`). `{{…}}` escapes for
 * HTML except in the outputs of text, of which `subject` is always one; a control character in the subject is a problem.
 * @param textOutputs names of the outputs that are text
 * @returns all outputs, or all problems, each with its `field`: `template.body`, or `template.inputs` for a wrong type
 */
export function renderOutputs(
  template: Pick<TemplateInput, 'outputs' | 'inputs'>,
  values: JsonObject,
  env: RenderEnv,
  textOutputs: readonly string[] = [],
): RenderedOutputs {
  const problems = inField(checkInputs(template.inputs, values), 'template.inputs');
  const scope = templateScope(values);
  const outputs: [string, string][] = [];
  for (const [name, source] of Object.entries(template.outputs)) {
    const isText = name === SUBJECT || textOutputs.includes(name);
    const rendered = renderOutput(source, scope, env, isText);
    if (!rendered.ok) problems.push(...inField(rendered.problems, `template.${name}`));
    else outputs.push([name, rendered.value]);
    if (rendered.ok && name === SUBJECT) problems.push(...checkSubject(rendered.value));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, outputs: Object.fromEntries(outputs) };
}

/** What the names in an output refer to. */
export function templateScope(values: JsonObject): Scope {
  return { context: values, contextName: '@inputs', data: { inputs: values } };
}

function renderOutput(source: string, scope: Scope, env: RenderEnv, isText: boolean) {
  const parsed = parseOrProblem(source);
  if ('code' in parsed) return { ok: false as const, problems: [parsed] };
  return renderTemplate(parsed, scope, env, { escape: !isText });
}

function checkSubject(subject: string): Problem[] {
  if (!CONTROL_CHARACTER.test(subject)) return [];
  const message = 'the subject has a line break or another control character in it';
  return [{ code: 'invalid_value', message, field: `template.${SUBJECT}` }];
}
