import { ACTION_LOOKS } from '@/components/data/action-icon';
import type { ActionEffect, Effect, EventComparison, EventEffect } from '@/lib/back-test/schema';

/** Events to which the same happens, in words, and which ones they are. */
export interface EffectGroup {
  effect: EventEffect;
  /** "2 would now fail: content.email is not there". */
  text: string;
  events: Pick<EventComparison, 'id' | 'creationTimestamp'>[];
}

const ORDER: readonly EventEffect[] = ['breaks', 'mends', 'changes', 'fails', 'same'];

const FIELD_WORDS: Record<string, string> = {
  recipients: 'recipients',
  subject: 'subject',
  html: 'text',
  text: 'text',
  templateName: 'template',
  timeZone: 'time zone',
  functionName: 'function',
  startTimestamp: 'start',
};

/** What a change does to the newest events, gravest first, in words. Pure. */
export function toEffectGroups({ events }: Effect, isNew: boolean): EffectGroup[] {
  const groups = new Map<string, { effect: EventEffect; reason: string; events: EventComparison[] }>();
  for (const event of events) {
    const reason = toReason(event);
    const key = `${event.effect} ${reason}`;
    const group = groups.get(key) ?? { effect: event.effect, reason, events: [] };
    group.events.push(event);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect) || b.events.length - a.events.length)
    .map(({ effect, reason, events: same }) => ({
      effect,
      text: `${same.length} ${toVerb(effect, same.length, isNew)}${reason && `: ${reason}`}`,
      events: same,
    }));
}

/** All groups in one sentence: "48 same, 2 would now fail: content.email is not there". */
export function toEffectSentence(groups: readonly EffectGroup[]): string {
  const same = groups.filter(({ effect }) => effect === 'same');
  return [...same, ...groups.filter(({ effect }) => effect !== 'same')].map(({ text }) => text).join(', ');
}

/** What a new dispatcher would have brought about: "50 mails and 48 tasks". */
export function toTotalsWords({ mails, tasks }: Effect['after']): string {
  const parts = [mails > 0 && plural(mails, 'mail'), tasks > 0 && plural(tasks, 'task')].filter(Boolean);
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

function toVerb(effect: EventEffect, count: number, isNew: boolean): string {
  switch (effect) {
    case 'same':
      return 'same';
    case 'breaks':
      return isNew ? 'would fail' : 'would now fail';
    case 'mends':
      return 'would now work';
    case 'changes':
      return isNew ? 'would work' : 'would be different';
    case 'fails':
      return count === 1 ? 'still fails' : 'still fail';
  }
}

function toReason({ effect, actions }: EventComparison): string {
  if (effect === 'same') return '';
  if (effect === 'changes') return sentence(actions.filter(isChange).flatMap(toChangeWords));
  if (effect === 'mends') return '';
  const kinds: readonly ActionEffect['effect'][] = effect === 'breaks' ? ['breaks', 'startsFailing'] : ['fails'];
  const problems = actions.filter((action) => kinds.includes(action.effect)).flatMap((action) => action.problems ?? []);
  return sentence(problems.map(({ message }) => message));
}

const isChange = ({ effect }: ActionEffect) => effect === 'changes' || effect === 'starts' || effect === 'stops';

function toChangeWords({ effect, actionType, fields = [] }: ActionEffect): string[] {
  const word = ACTION_LOOKS[actionType].word.toLowerCase();
  if (effect === 'starts') return [`one more ${word}`];
  if (effect === 'stops') return [`one ${word} less`];
  return [`another ${word} (${[...new Set(fields.map((field) => FIELD_WORDS[field] ?? field))].join(', ')})`];
}

const MAX_PARTS = 3;
/** The same said twice is said once, with how often. */
function sentence(parts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  const said = [...counts].map(([part, count]) => (count > 1 ? `${part} (${count} times)` : part));
  const rest = said.length - MAX_PARTS;
  return rest > 0 ? `${said.slice(0, MAX_PARTS).join('; ')}; and ${rest} more` : said.join('; ');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
