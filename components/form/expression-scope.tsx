'use client';

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { ExpressionName } from '@/components/form/expression-names';
import {
  type CheckedText,
  type CheckScope,
  checkQuery,
  observedPathsQuery,
} from '@/components/form/expression-queries';
import { HELPER_NAMES } from '@/components/form/helper-names';
import { useDebounced } from '@/components/ui/use-debounced';
import type { CheckInput, ObservedPath } from '@/lib/expressions/schema';

const DELAY_MS = 250;

const ScopeContext = createContext<CheckScope>({ scope: 'action' });

interface ExpressionScopeProps {
  /** The type of the events that the expressions inside are filled from. */
  eventType: string;
  /** The event that examples are given for; without one, the newest of the type. */
  event?: CheckInput['event'];
  children: ReactNode;
}

/** Tells the fields inside which events their expressions are about. */
export function ExpressionScope({ eventType, event, children }: ExpressionScopeProps) {
  const type = eventType.trim();
  const scope = useMemo<CheckScope>(
    () => ({ scope: 'action', ...(type && { eventType: type }), ...(event && { event }) }),
    [type, event],
  );
  return <ScopeContext.Provider value={scope}>{children}</ScopeContext.Provider>;
}

export const useExpressionScope = () => useContext(ScopeContext);

/** What can be written in `{{…}}` here: what events of the type hold, the event itself, helpers. */
export function useExpressionNames(): { names: readonly ExpressionName[]; events: number | undefined } {
  const { eventType = '' } = useContext(ScopeContext);
  const observed = useQuery(observedPathsQuery(eventType)).data;
  const names = useMemo(() => [...toVariables(observed?.paths ?? []), ...EVENT_NAMES, ...HELPER_NAMES], [observed]);
  return { names, events: observed?.events };
}

/** Observed paths, as they are offered: values before the objects and lists that they lie in. */
export function toVariables(paths: readonly ObservedPath[]): ExpressionName[] {
  const isWhole = ({ types }: ObservedPath) => types.every((type) => type === 'object');
  return [...paths.filter((path) => !isWhole(path)), ...paths.filter(isWhole)].map(
    ({ path, types, share, examples }) => ({
      name: path,
      kind: 'variable',
      detail: types.map((type) => TYPE_WORDS[type]).join(' or '),
      example: examples.join(' · '),
      share,
    }),
  );
}

const TYPE_WORDS: Record<ObservedPath['types'][number], string> = {
  string: 'text',
  number: 'number',
  boolean: 'yes or no',
  null: 'null',
  array: 'list',
  object: 'object',
};

const EVENT_NAMES: readonly ExpressionName[] = [
  { name: 'event.id', kind: 'variable', detail: 'text' },
  { name: 'event.type', kind: 'variable', detail: 'text' },
  { name: 'event.creationTimestamp', kind: 'variable', detail: 'epoch milliseconds' },
  { name: 'event.content', kind: 'variable', detail: 'the same as content' },
];

/** What there is to say about a text, a moment after it stopped changing; until then, about the one before. */
export function useChecked(text: string): CheckedText | undefined {
  const scope = useContext(ScopeContext);
  const settled = useDebounced(text, DELAY_MS);
  const { data } = useQuery({ ...checkQuery(scope, settled), placeholderData: keepPreviousData });
  return text.includes('{{') && settled.includes('{{') ? data : undefined;
}

/** The same for many texts at once; those that were not checked yet are missing. */
export function useCheckedTexts(texts: readonly string[], checkScope?: CheckScope): ReadonlyMap<string, CheckedText> {
  const own = useContext(ScopeContext);
  const scope = checkScope ?? own;
  const settled = useDebounced(JSON.stringify([...new Set(texts.filter((text) => text.includes('{{')))]), DELAY_MS);
  const sources = useMemo(() => JSON.parse(settled) as string[], [settled]);
  return useQueries({
    queries: sources.map((source) => checkQuery(scope, source)),
    combine: combineChecked,
  });
}

function combineChecked(results: readonly { data?: CheckedText | undefined }[]): ReadonlyMap<string, CheckedText> {
  return new Map(results.flatMap(({ data }) => (data ? [[data.source, data] as const] : [])));
}
