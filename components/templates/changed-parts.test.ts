import { expect, it } from 'vitest';
import { changedParts } from './changed-parts';

it('names what differs, and nothing else', () => {
  const before = {
    name: 'a',
    inputs: { x: { type: 'string' as const } },
    outputs: { subject: 's', body: 'b', text: 't' },
  };
  expect(changedParts(before, before)).toEqual([]);
  const after = { name: 'b', description: 'd', outputs: { subject: 's', body: 'B', more: '' } };
  expect(changedParts(before, after)).toEqual([
    'name',
    'description',
    'inputs',
    'output body',
    'output text',
    'output more',
  ]);
});
