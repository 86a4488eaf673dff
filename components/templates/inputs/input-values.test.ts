import { expect, it } from 'vitest';
import type { InputType } from '@/lib/templates/schema';
import { findInputIssues, fromInputs, newInput, toInputPaths, toInputs, toSample, withKind } from './input-values';

const INPUTS: Record<string, InputType> = {
  user: { type: 'object', properties: { first_name: { type: 'string' }, vip: { type: 'boolean' } } },
  lines: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } },
  tags: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
  sent_at: { type: 'string' },
};

it('inputs come back as they were', () => {
  expect(toInputs(fromInputs(INPUTS))).toEqual(INPUTS);
  expect(toInputs([])).toBeUndefined();
});

it('a sample fits every declared type', () => {
  expect(toSample(fromInputs(INPUTS))).toEqual({
    user: { first_name: 'first name', vip: true },
    lines: [{ price: 42 }],
    tags: [['text']],
    sent_at: '2026-11-23T09:30:00.000Z',
  });
});

it('paths lead into objects', () => {
  expect(toInputPaths(fromInputs(INPUTS)).map(({ path }) => path)).toEqual([
    '@inputs.user',
    '@inputs.user.first_name',
    '@inputs.user.vip',
    '@inputs.lines',
    '@inputs.tags',
    '@inputs.sent_at',
  ]);
});

it('fields stay when an object becomes a list of such objects, and when it becomes one again', () => {
  const [user] = fromInputs(INPUTS);
  if (!user) throw new Error('no input');
  const list = withKind(user, 'array');
  expect(toInputs([list])).toEqual({ user: { type: 'array', items: INPUTS.user } });
  expect(toInputs([withKind(list, 'object')])).toEqual({ user: INPUTS.user });
  expect(toInputs([withKind(user, 'string')])).toEqual({ user: { type: 'string' } });
});

it('names that are missing, or stand twice, are told; items of a list need none', () => {
  const twice = [newInput('a'), newInput(' a '), newInput('')];
  expect([...findInputIssues(twice).values()]).toEqual(['has the name of another one', 'needs a name']);
  expect(findInputIssues([newInput('list', 'array')]).size).toBe(0);
  const inner = { ...newInput('o', 'object'), children: [newInput('')] };
  expect([...findInputIssues([inner]).keys()]).toEqual([inner.children[0]?.key]);
});
