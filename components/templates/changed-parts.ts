import type { TemplateInput } from '@/lib/templates/schema';

/** The parts in which two states of a template differ, in words: `name`, `inputs`, `output body`. */
export function changedParts(before: TemplateInput, after: TemplateInput): string[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const names = new Set([...Object.keys(before.outputs), ...Object.keys(after.outputs)]);
  return [
    ...(['name', 'description', 'inputs'] as const).filter((part) => !same(before[part], after[part])),
    ...[...names].filter((name) => before.outputs[name] !== after.outputs[name]).map((name) => `output ${name}`),
  ];
}
