import { expect, test } from 'vitest';
import { fieldAndParents, fieldId, toFieldName } from '@/components/form/field-path';

test('indexes in brackets become parts of the name', () => {
  expect(toFieldName('actions[0].recipients.to[12]')).toBe('actions.0.recipients.to.12');
  expect(toFieldName('[3].name')).toBe('3.name');
  expect(toFieldName('eventType')).toBe('eventType');
});

test('a name is already a name', () => {
  expect(toFieldName('actions.0.data')).toBe('actions.0.data');
});

test('a field is looked for first itself, then in what it lies in', () => {
  expect(fieldAndParents('actions.0.data.user')).toEqual([
    'actions.0.data.user',
    'actions.0.data',
    'actions.0',
    'actions',
  ]);
  expect(fieldAndParents('')).toEqual([]);
});

test('two forms on one page have different ids for the same field', () => {
  expect(fieldId('a', 'x.0.y')).toBe('a-x-0-y');
  expect(fieldId('b', 'x.0.y')).not.toBe(fieldId('a', 'x.0.y'));
});
