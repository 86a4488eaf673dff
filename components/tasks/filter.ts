import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { parseAsTimeRange, type TimeRange, toTimeFilter, toTimeWords } from '@/components/data/filters/time-range';
import { allOf, contentHolds, is } from '@/components/data/rql';
import { statusWord } from '@/components/data/status';
import { TASK_STATUSES } from '@/lib/tasks/constants';
import type { TaskStatus } from '@/lib/tasks/schema';

/** The filters of the list of tasks, as they stand in the address. */
export const TASK_FILTERS = {
  q: parseAsString,
  status: parseAsStringLiteral(TASK_STATUSES),
  function: parseAsString,
  tag: parseAsString,
  time: parseAsTimeRange,
};

export interface TaskFilter {
  /** In the data. */
  q: string | null;
  status: TaskStatus | null;
  function: string | null;
  tag: string | null;
  time: TimeRange | null;
}

/** The filter as RQL. */
export function toTaskQuery({ q, status, function: name, tag, time }: TaskFilter, now: number): string {
  return allOf(
    status && is('status', status),
    name && is('functionName', name),
    tag && is('tags', tag),
    toTimeFilter(time, now),
    q && contentHolds(q),
  );
}

/** "failed tasks of erase tagged gdpr from the last hour" */
export function toTaskWords({ q, status, function: name, tag, time }: TaskFilter): string {
  const parts = [
    status && statusWord({ kind: 'task', value: status }).toLowerCase(),
    'tasks',
    name && `of ${name}`,
    tag && `tagged ${tag}`,
    q && `with “${q}” in their data`,
    toTimeWords(time),
  ];
  return parts.filter(Boolean).join(' ');
}
