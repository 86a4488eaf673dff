import { expect, test } from 'vitest';
import { toFieldMessages, toSentence } from '@/components/form/field-errors';

test('a field without an error says nothing', () => {
  expect(toSentence(toFieldMessages(undefined))).toBeUndefined();
  expect(toSentence(toFieldMessages([undefined]))).toBeUndefined();
});

test('a message starts with a capital', () => {
  expect(toSentence(toFieldMessages({ type: 'custom', message: 'is required' }))).toBe('Is required');
});

test('the error of an item names the item', () => {
  const messages = toFieldMessages([undefined, { message: 'must be an e-mail address' }]);
  expect(toSentence(messages, ['a@x.org', 'b'])).toBe('“b”: must be an e-mail address');
  expect([...messages.items.keys()]).toEqual([1]);
});

test('an item that is gone is named by its place', () => {
  expect(toSentence(toFieldMessages([{ message: 'is wrong' }]), [])).toBe('“item 1”: is wrong');
});

test('an error of the list as a whole goes before those of its items', () => {
  expect(toSentence(toFieldMessages({ 0: { message: 'is wrong' }, root: { message: 'too many' } }))).toBe('Too many');
});
