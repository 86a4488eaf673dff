import { describe, expect, it } from 'vitest';
import type { Action, Dispatcher } from '@/lib/dispatchers/schema';
import { explainMatch, listSkipped, MAX_EVENT_DEPTH, match } from './match';

let made = 0;
const newId = () => (made++).toString(16).padStart(24, '0');

function newAction(fields: Partial<Action> = {}): Action {
  return { id: newId(), type: 'task', enabled: true, functionName: 'erase', ...fields } as Action;
}

function newDispatcher(fields: Partial<Dispatcher> = {}): Dispatcher {
  return {
    id: newId(),
    eventType: 'user_deleted',
    enabled: true,
    actions: [newAction()],
    tags: [],
    creationTimestamp: 0,
    updateTimestamp: 0,
    ...fields,
  };
}

const event = { type: 'user_deleted' };

describe('match', () => {
  it('gives the actions in the order of the dispatchers and of their actions', () => {
    const first = newDispatcher({ actions: [newAction(), newAction()] });
    const second = newDispatcher();
    expect(match(event, [first, second])).toEqual([
      { dispatcher: first, action: first.actions[0] },
      { dispatcher: first, action: first.actions[1] },
      { dispatcher: second, action: second.actions[0] },
    ]);
  });

  it.each(['User_deleted', 'user_deleted ', 'user', 'user_*', 'user_deleted.x', '', 'constructor', '__proto__'])(
    'compares the type exactly: not %j',
    (eventType) => {
      expect(match(event, [newDispatcher({ eventType })])).toEqual([]);
    },
  );

  it('leaves out disabled dispatchers and disabled actions', () => {
    const on = newAction();
    const half = newDispatcher({ actions: [newAction({ enabled: false }), on] });
    expect(match(event, [newDispatcher({ enabled: false }), half])).toEqual([{ dispatcher: half, action: on }]);
  });

  it(`stops at events deeper than ${MAX_EVENT_DEPTH}`, () => {
    const dispatcher = newDispatcher();
    expect(match({ ...event, depth: MAX_EVENT_DEPTH }, [dispatcher])).toHaveLength(1);
    expect(match({ ...event, depth: MAX_EVENT_DEPTH + 1 }, [dispatcher])).toEqual([]);
  });
});

describe('explainMatch', () => {
  const off = newAction({ enabled: false });

  it.each([
    ['no_dispatcher', [], 0],
    ['no_dispatcher', [newDispatcher({ eventType: 'other' })], 0],
    ['disabled', [newDispatcher({ enabled: false })], 0],
    ['disabled', [newDispatcher({ actions: [off] })], 0],
    ['disabled', [newDispatcher({ actions: [] }), newDispatcher({ enabled: false })], 0],
    ['no_actions', [newDispatcher({ actions: [] })], 0],
    ['matched', [newDispatcher({ actions: [] }), newDispatcher()], 0],
    ['loop_guard', [newDispatcher()], 6],
    ['loop_guard', [], 6],
  ] as const)('%s', (expected, dispatchers, depth) => {
    expect(explainMatch({ ...event, depth }, dispatchers)).toBe(expected);
  });
});

it('listSkipped names everything that listens and does not act, with its reason', () => {
  const off = newAction({ enabled: false });
  const [disabled, empty, half, active] = [
    newDispatcher({ enabled: false }),
    newDispatcher({ actions: [] }),
    newDispatcher({ actions: [newAction(), off] }),
    newDispatcher(),
  ];
  const dispatchers = [disabled, empty, half, active, newDispatcher({ eventType: 'other' })];
  expect(listSkipped(event, dispatchers)).toEqual([
    { reason: 'dispatcher_disabled', dispatcherId: disabled.id },
    { reason: 'no_actions', dispatcherId: empty.id },
    { reason: 'action_disabled', dispatcherId: half.id, actionId: off.id },
  ]);
  expect(listSkipped({ ...event, depth: 6 }, [active])).toEqual([{ reason: 'loop_guard', dispatcherId: active.id }]);
});
