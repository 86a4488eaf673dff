import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { parseAsTimeRange, type TimeRange, toTimeFilter, toTimeWords } from '@/components/data/filters/time-range';
import { allOf, contentHolds, is } from '@/components/data/rql';
import { statusWord } from '@/components/data/status';
import { EVENT_OUTCOMES } from '@/lib/events/constants';
import type { EventOutcome } from '@/lib/events/schema';

/** What stands in the address of the list of events. */
export const EVENT_FILTERS = {
  type: parseAsString,
  outcome: parseAsStringLiteral(EVENT_OUTCOMES),
  source: parseAsString,
  text: parseAsString,
  time: parseAsTimeRange,
};

export interface EventFilter {
  type: string | null;
  outcome: EventOutcome | null;
  source: string | null;
  text: string | null;
  time: TimeRange | null;
}

export function toEventQuery({ type, outcome, source, text, time }: EventFilter, now: number): string {
  return allOf(
    type && is('type', type),
    outcome && is('outcome', outcome),
    source && is('source', source),
    text && contentHolds(text),
    toTimeFilter(time, now),
  );
}

/** The events that match, in words, after a number: "events of user_deleted from the last 24 hours". */
export function toEventWords({ type, outcome, source, text, time }: EventFilter): string {
  return [
    'events',
    type && `of ${type}`,
    outcome && `with the outcome “${statusWord({ kind: 'outcome', value: outcome })}”`,
    source && `from the source ${source}`,
    text && `with “${text}” in the content`,
    toTimeWords(time),
  ]
    .filter(Boolean)
    .join(' ');
}
