import { describe, expect, it } from 'vitest';
import type { Plan } from '@/lib/dispatch/schema';
import type { Action } from '@/lib/dispatchers/schema';
import { comparePlans, type PlannedAction, sumUp } from './compare-plans';

const task = (functionName: string, data: object = {}): Plan => ({
  status: 'ready',
  effect: { type: 'task', functionName, data: { ...data }, startTimestamp: 1, tags: [], priority: undefined },
});
const problem = (path: string): Plan => ({
  status: 'problem',
  problems: [{ code: 'missing_path', message: `${path} is not there`, path }],
});
const planned = (id: string, plan: Plan, index = 0): PlannedAction => ({
  action: { id, type: 'task', enabled: true, functionName: 'f' } satisfies Action,
  index,
  plan,
});

describe('comparing what follows from an event', () => {
  it('says nothing of an action that does the same, wherever it stands', () => {
    const before = [planned('a', task('x'), 0), planned('b', task('y'), 1)];
    const after = [planned('b', task('y'), 0), planned('a', task('x'), 1)];
    expect(comparePlans(before, after)).toEqual([]);
    expect(sumUp([])).toBe('same');
  });

  it('names the parts that are another', () => {
    const effects = comparePlans([planned('a', task('x', { a: 1 }))], [planned('a', task('z', { a: 2 }))]);
    expect(effects).toMatchObject([{ effect: 'changes', fields: ['functionName', 'data'] }]);
    expect(sumUp(effects)).toBe('changes');
  });

  it('tells what breaks, what is mended and what fails on, each with its reason', () => {
    const before = [planned('a', task('x')), planned('b', problem('content.b')), planned('c', problem('content.c'))];
    const after = [planned('a', problem('content.a')), planned('b', task('y')), planned('c', problem('content.d'))];
    const effects = comparePlans(before, after);
    expect(effects.map(({ effect, problems }) => [effect, problems?.[0]?.path])).toEqual([
      ['breaks', 'content.a'],
      ['mends', 'content.b'],
      ['fails', 'content.d'],
    ]);
    expect(sumUp(effects)).toBe('breaks');
    expect(sumUp(effects.slice(1))).toBe('mends');
    expect(sumUp(effects.slice(2))).toBe('fails');
  });

  it('tells what starts and what stops', () => {
    const effects = comparePlans(
      [planned('a', task('x'))],
      [planned('b', task('y')), planned('c', problem('content.c'))],
    );
    expect(effects.map(({ effect }) => effect)).toEqual(['starts', 'startsFailing', 'stops']);
  });

  it('takes an action that was made anew with the same outcome for the same one', () => {
    expect(comparePlans([planned('a', task('x'))], [planned('new', task('x'))])).toEqual([]);
  });
});
