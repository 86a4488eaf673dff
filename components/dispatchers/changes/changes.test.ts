import { describe, expect, it } from 'vitest';
import {
  type Comparable,
  describeChanges,
  findMoved,
  hasChanges,
} from '@/components/dispatchers/changes/describe-changes';
import { toEffectGroups, toEffectSentence, toTotalsWords } from '@/components/dispatchers/changes/effect-words';
import type { Effect, EventComparison } from '@/lib/back-test/schema';

const mail = (id: string | undefined, over: object = {}) => ({
  ...(id && { id }),
  type: 'mail' as const,
  enabled: true,
  recipients: { to: ['a@example.com'] },
  templateId: 'b'.repeat(24),
  ...over,
});
const task = (id: string, over: object = {}) => ({
  id,
  type: 'task' as const,
  enabled: true,
  functionName: 'erase',
  data: { user: { id: '{{content.id}}', name: 'x' }, deep: 1 },
  ...over,
});
const stored: Comparable = { name: 'One', enabled: true, tags: ['a'], actions: [mail('1'), task('2')] };

describe('what changes', () => {
  it('is nothing when nothing is another', () => {
    expect(hasChanges(describeChanges(stored, { ...stored, description: undefined }))).toBe(false);
  });

  it('is told field by field, from and to', () => {
    const { fields } = describeChanges(stored, { ...stored, name: undefined, description: 'why', enabled: false });
    expect(fields).toEqual([
      { label: 'Name', from: 'One', to: undefined },
      { label: 'Description', from: undefined, to: 'why' },
      { label: 'Enabled', from: 'yes', to: 'no' },
    ]);
  });

  it('is told action by action: added, removed, moved, changed', () => {
    const draft = { ...stored, actions: [task('2', { functionName: 'keep' }), mail(undefined, { name: 'new' })] };
    const { actions } = describeChanges(stored, draft, new Map([['b'.repeat(24), 'goodbye']]));
    expect(actions).toMatchObject([
      { kind: 'changed', place: 1, fields: [{ label: 'Function', from: 'erase', to: 'keep' }] },
      { kind: 'added', place: 2, name: 'new' },
      { kind: 'removed', place: 1 },
    ]);
    expect(actions[1]?.fields[0]).toEqual({ label: 'Template', from: undefined, to: 'goodbye' });
    const swapped = describeChanges(stored, { ...stored, actions: [task('2'), mail('1')] });
    expect(swapped.actions).toMatchObject([{ kind: 'changed', movedFrom: 1, place: 2, fields: [] }]);
  });

  it('names the one place in the data that is another', () => {
    const data = { user: { id: '{{content.id}}', name: 'y' }, deep: 1 };
    const { actions } = describeChanges(stored, { ...stored, actions: [mail('1'), task('2', { data })] });
    expect(actions[0]?.fields).toEqual([{ label: 'Data: user.name', from: 'x', to: 'y' }]);
  });

  it('counts as few actions as moved as can be', () => {
    expect([...findMoved(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])]).toEqual(['d']);
    expect([...findMoved(['a', 'b', 'c'], ['a', 'c'])]).toEqual([]);
  });
});

const event = (effect: EventComparison['effect'], actions: EventComparison['actions'] = []): EventComparison => ({
  id: 'a'.repeat(24),
  creationTimestamp: 1,
  effect,
  actions,
});
const effectOf = (events: EventComparison[]): Effect => ({
  events,
  before: { mails: 0, tasks: 0, problems: 0 },
  after: { mails: 1, tasks: 2, problems: 0 },
});
const missing = { code: 'missing_path' as const, message: 'content.email is not there', path: 'content.email' };

describe('the effect in words', () => {
  it('says how many stay the same and how many would now fail, and why', () => {
    const breaks = event('breaks', [{ effect: 'breaks', actionType: 'mail', index: 0, problems: [missing] }]);
    const groups = toEffectGroups(effectOf([event('same'), breaks, ...Array(47).fill(event('same')), breaks]), false);
    expect(toEffectSentence(groups)).toBe('48 same, 2 would now fail: content.email is not there');
    expect(groups[0]).toMatchObject({ effect: 'breaks', events: [{}, {}] });
  });

  it('says what is different', () => {
    const changes = event('changes', [
      { effect: 'changes', actionType: 'mail', index: 0, fields: ['subject', 'html', 'text'] },
      { effect: 'starts', actionType: 'task', index: 1 },
      { effect: 'stops', actionType: 'mail', index: 2 },
    ]);
    expect(toEffectSentence(toEffectGroups(effectOf([changes]), false))).toBe(
      '1 would be different: another mail (subject, text); one more task; one mail less',
    );
  });

  it('says of a new dispatcher what it would have brought about', () => {
    expect(toTotalsWords({ mails: 50, tasks: 1, problems: 0 })).toBe('50 mails and 1 task');
    expect(toTotalsWords({ mails: 0, tasks: 0, problems: 3 })).toBe('nothing');
  });
});
