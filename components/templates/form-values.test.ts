import { describe, expect, it } from 'vitest';
import { newInput } from '@/components/templates/inputs/input-values';
import {
  newOutput,
  TemplateForm,
  type TemplateValues,
  toOutputs,
  toSavedValues,
  toTemplateField,
  toTemplateValues,
} from './form-values';

const values = (changes: Partial<TemplateValues> = {}): TemplateValues => ({
  ...toTemplateValues({ name: 'welcome', outputs: { body: '<p>', note: 'n', subject: 's' } }),
  ...changes,
});
const issuesOf = (input: TemplateValues) =>
  TemplateForm.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message]);

describe('the form of a template', () => {
  it('shows subject and body first, and saves what it shows', () => {
    expect(values().outputs.map(({ name }) => name)).toEqual(['subject', 'body', 'note']);
    expect(TemplateForm.parse(values({ description: ' why ', inputs: [newInput('age', 'number')] }))).toEqual({
      name: 'welcome',
      description: 'why',
      inputs: { age: { type: 'number' } },
      outputs: { subject: 's', body: '<p>', note: 'n' },
    });
  });

  it('says what is wrong at its field', () => {
    expect(issuesOf(values({ name: ' ' }))?.[0]).toEqual(['name', 'must not be empty']);
    expect(issuesOf(values({ inputs: [newInput('')] }))).toEqual([['inputs', expect.stringContaining('no name')]]);
    expect(issuesOf(values({ outputs: [] }))).toEqual([['outputs', 'needs at least one output']]);
    expect(issuesOf(values({ outputs: [newOutput('a', 'x'.repeat(262_145)), newOutput('a'), newOutput('')] }))).toEqual(
      [
        ['outputs.1.name', 'there is another output “a”'],
        ['outputs.2.name', 'needs a name'],
      ],
    );
    expect(issuesOf(values({ outputs: [newOutput('a', 'x'.repeat(262_145))] }))?.[0]?.[0]).toBe('outputs.0.source');
  });

  it('keeps its keys when it is saved', () => {
    const onPage = values();
    const saved = { ...TemplateForm.parse(onPage), id: '0'.repeat(24), creationTimestamp: 1, updateTimestamp: 1 };
    expect(toSavedValues(saved, onPage)).toEqual(onPage);
  });
});

it('a problem leads to the output that it lies in', () => {
  const { outputs } = values();
  expect(toTemplateField('template.body', outputs)).toBe('outputs.1.source');
  expect(toTemplateField('outputs.note', outputs)).toBe('outputs.2.source');
  expect(toTemplateField('template.inputs', outputs)).toBe('inputs');
  expect(toTemplateField('inputs.a.type', outputs)).toBe('inputs');
  expect(toTemplateField('name', outputs)).toBe('name');
});

it('an output without a name is not rendered', () => {
  expect(toOutputs([newOutput(' a ', 'x'), newOutput(' ', 'y')])).toEqual({ a: 'x' });
});
