import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { ACTION_LOOKS } from '@/components/data/action-icon';
import { parseAsTimeRange, type TimeRange, toTimeFilter, toTimeWords } from '@/components/data/filters/time-range';
import { allOf, contentHolds, is } from '@/components/data/rql';
import { statusWord } from '@/components/data/status';
import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import type { ActionType } from '@/lib/dispatchers/schema';
import { RUN_STATUSES } from '@/lib/runs/constants';
import type { RunStatus } from '@/lib/runs/schema';

/** What stands in the address of the list of runs. */
export const RUN_FILTERS = {
  status: parseAsStringLiteral(RUN_STATUSES),
  type: parseAsString,
  dispatcher: parseAsString,
  action: parseAsStringLiteral(ACTION_TYPES),
  text: parseAsString,
  time: parseAsTimeRange,
};

export interface RunFilter {
  status: RunStatus | null;
  type: string | null;
  /** Its id. */
  dispatcher: string | null;
  action: ActionType | null;
  text: string | null;
  time: TimeRange | null;
}

export function toRunQuery({ status, type, dispatcher, action, text, time }: RunFilter, now: number): string {
  return allOf(
    status && is('status', status),
    type && is('eventType', type),
    dispatcher && is('dispatcherId', dispatcher),
    action && is('actionType', action),
    text && contentHolds(text),
    toTimeFilter(time, now),
  );
}

/** The runs that match, in words, after a number: "failed runs of user_deleted from the last 24 hours". */
export function toRunWords(filter: RunFilter, dispatcherName: string | undefined): string {
  const { status, type, dispatcher, action, text, time } = filter;
  return [
    status && statusWord({ kind: 'run', value: status }).toLowerCase(),
    action && ACTION_LOOKS[action].word.toLowerCase(),
    'runs',
    type && `of ${type}`,
    dispatcher && `by the dispatcher ${dispatcherName ?? dispatcher}`,
    text && `with “${text}” in the event`,
    toTimeWords(time),
  ]
    .filter(Boolean)
    .join(' ');
}
