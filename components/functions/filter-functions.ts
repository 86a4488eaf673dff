import type { FunctionKind } from '@/lib/functions/schema';
import type { FunctionSummary } from '@/lib/functions/usage/schema';

export const FUNCTION_STATES = ['enabled', 'disabled', 'paused', 'failing', 'unused'] as const;
export type FunctionState = (typeof FUNCTION_STATES)[number];

export interface FunctionFilter {
  q: string | null;
  kind: FunctionKind | null;
  state: FunctionState | null;
}

const IS_IN: Record<FunctionState, (fn: FunctionSummary) => boolean> = {
  enabled: (fn) => fn.enabled,
  disabled: (fn) => !fn.enabled,
  paused: (fn) => !fn.enabled && fn.pausedTimestamp !== undefined,
  failing: (fn) => fn.failures24h > 0,
  unused: (fn) => fn.dispatchers === 0 && fn.schedules === 0,
};

/** The functions that a filter lets through, in the order in which they came. */
export function filterFunctions(
  list: readonly FunctionSummary[],
  { q, kind, state }: FunctionFilter,
): FunctionSummary[] {
  const needle = q?.trim().toLowerCase();
  return list.filter((fn) => {
    const text = [fn.name, fn.description, fn.target].join('\n').toLowerCase();
    return (!needle || text.includes(needle)) && (!kind || fn.kind === kind) && (!state || IS_IN[state](fn));
  });
}
