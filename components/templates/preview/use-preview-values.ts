import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { parseJsonText } from '@/components/form/parse-json';
import { type InputValue, toSample } from '@/components/templates/inputs/input-values';
import { previewEventsQuery, usageQuery } from '@/components/templates/queries';
import { isJsonObject } from '@/lib/format/json';
import { isLanguageCode, isTimeZone } from '@/lib/format/locale';
import type { TemplatePreviewInput } from '@/lib/templates/schema';

export const VALUE_MODES = ['event', 'sample'] as const;
/** What to preview with: a real event, or inputs that are typed. */
export type ValueMode = (typeof VALUE_MODES)[number];

const STATE = {
  with: parseAsStringLiteral(VALUE_MODES),
  type: parseAsString,
  event: parseAsString,
  lang: parseAsString.withDefault('EN'),
  zone: parseAsString,
};

/** Holds the choice of what a draft is filled with. The newest event is followed until somebody chooses. */
export function usePreviewValues(id: string | undefined, inputs: readonly InputValue[]) {
  const [state, setState] = useQueryStates(STATE);
  const [typed, setTyped] = useState<string>();
  const usage = useQuery({ ...usageQuery(id ?? ''), enabled: id !== undefined });
  const usedTypes = [...new Set(usage.data?.dispatchers.map(({ eventType }) => eventType))];
  const types = state.type ? [state.type] : usedTypes;
  const newest = useQuery(previewEventsQuery(types));
  const events = types.length > 0 ? (newest.data ?? []) : [];
  const index = Math.max(
    0,
    events.findIndex((event) => event.id === state.event),
  );
  const real = events[index];
  const isSettled = id === undefined || (!usage.isPending && (types.length === 0 || !newest.isPending));
  const mode: ValueMode = state.with ?? (isSettled && events.length === 0 ? 'sample' : 'event');

  const text = typed ?? JSON.stringify(toSample(inputs), null, 2);
  const parsed = parseJsonText(text);
  const textError = parsed.ok ? (isInputs(parsed.value) ? undefined : 'must be an object') : parsed.message;
  const sample = parsed.ok && isInputs(parsed.value) ? { inputs: parsed.value ?? {} } : undefined;
  const values: TemplatePreviewInput['values'] | undefined = mode === 'sample' ? sample : real && { eventId: real.id };
  const zone = state.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    mode,
    setMode: (next: ValueMode) => setState({ with: next }),
    usedTypes,
    type: state.type ?? '',
    setType: (type: string) => setState({ type: type || null, event: null, with: 'event' }),
    events,
    index,
    real,
    choose: (to: number) => setState({ event: events[to]?.id ?? null, with: 'event' }),
    text,
    setText: setTyped,
    isTyped: typed !== undefined,
    reset: () => setTyped(undefined),
    textError,
    values,
    language: state.lang,
    setLanguage: (lang: string) => setState({ lang }),
    isLanguage: isLanguageCode(state.lang),
    timeZone: zone,
    setTimeZone: (next: string) => setState({ zone: next }),
    isZone: isTimeZone(zone),
    isPending: !isSettled,
    error: usage.error ?? newest.error,
  };
}
export type PreviewChoice = ReturnType<typeof usePreviewValues>;

/** Nothing typed means no inputs. */
function isInputs(value: unknown): value is Extract<TemplatePreviewInput['values'], { inputs: object }>['inputs'] {
  return value === undefined || isJsonObject(value);
}
