import { describe, expect, it } from 'vitest';
import type { FunctionSummary } from '@/lib/functions/usage/schema';
import { FUNCTION_STATES, filterFunctions } from './filter-functions';

const fn = (name: string, changes: Partial<FunctionSummary> = {}): FunctionSummary => ({
  name,
  kind: 'local',
  enabled: true,
  dispatchers: 1,
  schedules: 0,
  failures24h: 0,
  waiting: 0,
  updateTimestamp: 1,
  ...changes,
});
const LIST = [
  fn('plain'),
  fn('off', { enabled: false }),
  fn('gone', { enabled: false, pausedTimestamp: 1, kind: 'http', target: 'https://Shop.example' }),
  fn('failing', { failures24h: 3, description: 'Of the SHOP' }),
  fn('idle', { dispatchers: 0 }),
];
const NONE = { q: null, kind: null, state: null };
const names = (filter: Partial<Parameters<typeof filterFunctions>[1]>) =>
  filterFunctions(LIST, { ...NONE, ...filter }).map(({ name }) => name);

describe('the list of functions', () => {
  it('is filtered by state', () => {
    expect(FUNCTION_STATES.map((state) => [state, names({ state })])).toEqual([
      ['enabled', ['plain', 'failing', 'idle']],
      ['disabled', ['off', 'gone']],
      ['paused', ['gone']],
      ['failing', ['failing']],
      ['unused', ['idle']],
    ]);
  });

  it('is searched in names, descriptions and targets, in any case, together with other filters', () => {
    expect(names({ q: 'shop' })).toEqual(['gone', 'failing']);
    expect(names({ q: ' shop ', kind: 'http' })).toEqual(['gone']);
    expect(names({})).toHaveLength(5);
  });
});
