import { describe, expect, it } from 'vitest';
import { toDiagnostics, toOffset } from '@/components/form/text-position';

describe('a place in a text', () => {
  it.each([
    [1, 1, 0],
    [1, 3, 2],
    [2, 1, 3],
    [3, 2, 5],
    [3, 90, 6],
    [9, 1, 6],
  ])('line %i, column %i', (line, column, offset) => {
    expect(toOffset('ab\n\ncé', line, column)).toBe(offset);
  });

  it('of a mistake is underlined to the end of the word', () => {
    expect(toDiagnostics('a\n {{nothing 1}}', [{ message: 'no', line: 2, column: 4 }, { message: 'all' }])).toEqual([
      { from: 5, to: 12, severity: 'error', message: 'no' },
      { from: 0, to: 1, severity: 'error', message: 'all' },
    ]);
  });
});
