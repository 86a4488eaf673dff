import { z } from 'zod';
import { findInputIssues, fromInputs, type InputValue, toInputs } from '@/components/templates/inputs/input-values';
import { type Template, TemplateInput } from '@/lib/templates/schema';

export interface OutputValue {
  /** Stays the same while it is edited. */
  key: string;
  name: string;
  source: string;
}

/** A template as the form holds it. */
export interface TemplateValues {
  name: string;
  description: string;
  inputs: InputValue[];
  outputs: OutputValue[];
}

let made = 0;
export function newOutput(name: string, source = ''): OutputValue {
  made += 1;
  return { key: `output-${made}`, name, source };
}

/** The outputs of a mail stand first, in the order in which a reader meets them. */
const MAIL_OUTPUTS = ['subject', 'body', 'text'];

export function toTemplateValues(template: Omit<TemplateInput, 'name'> & { name?: string }): TemplateValues {
  const rank = (name: string) => (MAIL_OUTPUTS.includes(name) ? MAIL_OUTPUTS.indexOf(name) : MAIL_OUTPUTS.length);
  return {
    name: template.name ?? '',
    description: template.description ?? '',
    inputs: fromInputs(template.inputs),
    outputs: Object.entries(template.outputs)
      .map(([name, source]) => newOutput(name, source))
      .sort((a, b) => rank(a.name) - rank(b.name)),
  };
}

/** What was saved, under the keys that things have on the page: nothing on it has to be made anew. */
export function toSavedValues(saved: Template, onPage: TemplateValues): TemplateValues {
  const values = toTemplateValues(saved);
  const sameInputs = JSON.stringify(toInputs(onPage.inputs)) === JSON.stringify(saved.inputs);
  const keyOf = new Map(onPage.outputs.map(({ name, key }) => [name.trim(), key]));
  return {
    ...values,
    inputs: sameInputs ? onPage.inputs : values.inputs,
    outputs: values.outputs.map((output) => ({ ...output, key: keyOf.get(output.name) ?? output.key })),
  };
}

/** What is rendered and saved of the outputs; one without a name is left out. */
export function toOutputs(outputs: readonly OutputValue[]): Record<string, string> {
  return Object.fromEntries(
    outputs.flatMap(({ name, source }) => (name.trim() ? [[name.trim(), source] as const] : [])),
  );
}

/** The schema of the form. `null` takes away what is stored: an update keeps what it does not name. */
export const TemplateForm = z.custom<TemplateValues>().transform((values, context): TemplateInput => {
  const inputs = toInputs(values.inputs);
  const parsed = TemplateInput.safeParse({
    name: values.name.trim(),
    ...(values.description.trim() ? { description: values.description.trim() } : {}),
    ...(inputs ? { inputs } : {}),
    outputs: toOutputs(values.outputs),
  });
  const issues = [...(parsed.success ? [] : parsed.error.issues.map(toIssue)), ...findOutputIssues(values.outputs)];
  if (findInputIssues(values.inputs).size > 0) {
    issues.push({ path: ['inputs'], message: 'an input has no name, or that of another one' });
  }
  for (const issue of issues) context.addIssue({ code: 'custom', ...issue });
  return parsed.success && issues.length === 0 ? parsed.data : z.NEVER;

  function toIssue({ path, message }: z.core.$ZodIssue) {
    const [first, second] = path;
    const index = values.outputs.findIndex(({ name }) => name.trim() === second);
    if (first === 'outputs' && index >= 0) return { path: ['outputs', index, 'source'], message };
    return { path: [String(first)], message };
  }
});

function findOutputIssues(outputs: readonly OutputValue[]): { path: (string | number)[]; message: string }[] {
  const seen = new Set<string>();
  return outputs.flatMap(({ name }, index) => {
    const trimmed = name.trim();
    const isTwice = seen.has(trimmed);
    seen.add(trimmed);
    const path = ['outputs', index, 'name'];
    if (trimmed === '') return [{ path, message: 'needs a name' }];
    return isTwice ? [{ path, message: `there is another output “${trimmed}”` }] : [];
  });
}

/** The name of the field that shows an error or a problem: `template.body` and `outputs.body` → `outputs.1.source`. */
export function toTemplateField(path: string, outputs: readonly OutputValue[]): string {
  const [, name = ''] = /^(?:template|outputs)\.(.*)$/.exec(path) ?? [];
  const index = outputs.findIndex((output) => output.name.trim() === name);
  if (index >= 0) return `outputs.${index}.source`;
  if (name === 'inputs' || path.startsWith('inputs')) return 'inputs';
  return path;
}
