import type { EventSummary } from '@/lib/console/schema';
import type { EventOutcome } from '@/lib/events/schema';
import type { RunStatus } from '@/lib/runs/schema';

/** One part of what became of an event, such as "1 failed". */
export type FatePart =
  | { kind: 'run'; value: RunStatus; text: string }
  | { kind: 'outcome'; value: EventOutcome; text?: undefined };

const WORDS = [
  ['failed', 'failed'],
  ['running', 'running'],
  ['pending', 'pending'],
  ['succeeded', 'done'],
  ['canceled', 'canceled'],
] as const satisfies readonly (readonly [RunStatus, string])[];

/** What became of an event, worst first; when nothing followed, why. Never empty. */
export function toFate(event: Pick<EventSummary, 'outcome' | 'runs'>): FatePart[] {
  const parts = WORDS.filter(([status]) => event.runs[status] > 0).map(
    ([status, word]): FatePart => ({ kind: 'run', value: status, text: `${event.runs[status]} ${word}` }),
  );
  return parts.length > 0 ? parts : [{ kind: 'outcome', value: event.outcome }];
}

/** True while something of it is still to be done. */
export function isUnderWay(event: Pick<EventSummary, 'runs'>): boolean {
  return event.runs.pending > 0 || event.runs.running > 0;
}
