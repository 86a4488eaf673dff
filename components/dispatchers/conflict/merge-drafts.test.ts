import { describe, expect, it } from 'vitest';
import { createAction } from '@/components/dispatchers/actions/values';
import { mergeDrafts } from '@/components/dispatchers/conflict/merge-drafts';
import { mergeOrder } from '@/components/dispatchers/conflict/merge-lists';
import { type DispatcherValues, toDispatcherValues } from '@/components/dispatchers/form-values';
import type { Dispatcher } from '@/lib/dispatchers/schema';

const id = (digit: string) => digit.repeat(24);
const stored: Dispatcher = {
  id: id('0'),
  eventType: 'x',
  name: 'One',
  enabled: true,
  tags: ['a'],
  actions: [
    { id: id('1'), type: 'mail', enabled: true, recipients: { to: ['a@example.com'] }, templateName: 'bye' },
    { id: id('2'), type: 'task', enabled: true, functionName: 'erase', data: { a: 1, b: 2 } },
  ],
  creationTimestamp: 0,
  updateTimestamp: 0,
};
const base = toDispatcherValues(stored);
const change = (act: (values: DispatcherValues) => void): DispatcherValues => {
  const values = structuredClone(base);
  act(values);
  return values;
};
const edit = (index: number, fields: object) => (values: DispatcherValues) => {
  Object.assign(values.actions[index] ?? {}, fields);
};

describe('what two people made of one dispatcher', () => {
  it('is kept from both where it does not collide', () => {
    const mine = change((values) => {
      values.name = 'Mine';
      values.tags = ['a', 'm'];
      edit(0, { recipients: { to: ['mine@example.com'], cc: [], bcc: [] } })(values);
      values.actions.push({ ...createAction('task'), key: 'fresh' });
    });
    const theirs = change((values) => {
      values.description = 'theirs';
      values.tags = ['t'];
      edit(0, { language: 'NL' })(values);
      edit(1, { functionName: 'theirs' })(values);
    });
    const { values, collisions } = mergeDrafts({ base, mine, theirs });
    expect(collisions).toEqual([]);
    expect(values).toMatchObject({ name: 'Mine', description: 'theirs', tags: ['t', 'm'] });
    expect(values.actions).toMatchObject([
      { recipients: { to: ['mine@example.com'] }, language: 'NL' },
      { functionName: 'theirs' },
      { key: 'fresh' },
    ]);
  });

  it('is asked about where it does, and the choice counts', () => {
    const mine = change(edit(1, { functionName: 'mine' }));
    const theirs = change(edit(1, { functionName: 'theirs' }));
    const asked = mergeDrafts({ base, mine, theirs });
    expect(asked.collisions).toMatchObject([{ field: 'functionName', mine: 'mine', theirs: 'theirs' }]);
    expect(asked.values.actions[1]).toMatchObject({ functionName: 'mine' });
    const chosen = mergeDrafts({ base, mine, theirs }, { [asked.collisions[0]?.id ?? '']: 'theirs' });
    expect(chosen.values.actions[1]).toMatchObject({ functionName: 'theirs' });
  });

  it('that was changed alike is no collision', () => {
    const both = change(edit(1, { functionName: 'same' }));
    expect(mergeDrafts({ base, mine: both, theirs: structuredClone(both) }).collisions).toEqual([]);
  });

  it('removes an action only when the other has not worked on it', () => {
    const without = change((values) => values.actions.splice(1, 1));
    const touched = change(edit(1, { priority: '5' }));
    expect(mergeDrafts({ base, mine: base, theirs: without }).values.actions).toHaveLength(1);
    expect(mergeDrafts({ base, mine: without, theirs: base }).values.actions).toHaveLength(1);
    const asked = mergeDrafts({ base, mine: touched, theirs: without });
    expect(asked.collisions).toMatchObject([{ field: 'removed' }]);
    expect(asked.values.actions).toHaveLength(2);
    const { collisions } = mergeDrafts({ base, mine: without, theirs: touched });
    const kept = mergeDrafts({ base, mine: without, theirs: touched }, { [collisions[0]?.id ?? '']: 'theirs' });
    expect(kept.values.actions[1]).toMatchObject({ priority: '5' });
  });

  it('takes a template from one of them as a whole', () => {
    const mine = change(edit(0, { templateId: id('7'), templateName: '' }));
    const theirs = change(edit(0, { templateName: 'theirs' }));
    const { values } = mergeDrafts({ base, mine, theirs });
    expect(values.actions[0]).toMatchObject({ templateId: id('7'), templateName: '' });
  });
});

describe('the order', () => {
  const never = () => {
    throw new Error('nobody needs to be asked');
  };

  it('is that of the one who changed it, and what the other added keeps its neighbour', () => {
    const orders = { base: ['1', '2', '3'], mine: ['3', '1', '2'], theirs: ['1', 't', '2', '3'] };
    expect(mergeOrder(orders, never)).toEqual(['3', '1', 't', '2']);
    const turned = { base: orders.base, mine: ['1', 'm', '2', '3'], theirs: ['3', '1', '2'] };
    expect(mergeOrder(turned, never)).toEqual(['3', '1', 'm', '2']);
  });

  it('is asked for when both changed it', () => {
    const orders = { base: ['1', '2', '3'], mine: ['3', '1', '2'], theirs: ['2', '1', '3'] };
    expect(mergeOrder(orders, () => 'theirs')).toEqual(['2', '1', '3']);
    expect(mergeOrder(orders, () => 'mine')).toEqual(['3', '1', '2']);
  });
});
