import { expect, it } from 'vitest';
import { fromInputs } from '@/components/templates/inputs/input-values';
import { findMistakes } from './find-mistakes';
import { toNames } from './names';

it('offers declared inputs with an example of the event, then what else the event has, then helpers', () => {
  const inputs = fromInputs({ user: { type: 'object', properties: { name: { type: 'string' } } } });
  const names = toNames(inputs, { user: { name: 'Ada', 'first name': 'x' }, total: 42 });
  expect(names.slice(0, 3)).toEqual([
    { name: '@inputs.user', kind: 'variable', detail: 'object' },
    { name: '@inputs.user.name', kind: 'variable', detail: 'string', example: 'Ada' },
    { name: '@inputs.total', kind: 'variable', detail: 'number', example: '42' },
  ]);
  expect(names.find(({ name }) => name === 'datetime')?.kind).toBe('helper');
  expect(toNames(inputs, undefined)[2]?.kind).toBe('helper');
});

it('underlines a mistake at its place, and more gently what depends on the values', () => {
  const mistakes = findMistakes({
    outputs: { subject: 'Hi {{name}}', body: 'a\n{{nothing 1}}' },
    problems: [
      { code: 'missing_path', field: 'template.subject', message: 'm', line: 1, column: 6 },
      { code: 'helper', field: 'template.body', message: 'h', line: 2, column: 3 },
      { code: 'invalid_value', field: 'template.inputs', message: 'i' },
    ],
  });
  expect(mistakes.get('subject')).toEqual([{ from: 5, to: 9, severity: 'warning', message: 'm' }]);
  expect(mistakes.get('body')).toEqual([{ from: 4, to: 11, severity: 'error', message: 'h' }]);
});
