import { describe, expect, it } from 'vitest';
import { type RunFilter, toRunQuery, toRunWords } from './run-filter';

const NONE: RunFilter = { status: null, type: null, dispatcher: null, action: null, text: null, time: null };

describe('the filter of the list of runs', () => {
  it('is nothing when nothing is chosen', () => {
    expect(toRunQuery(NONE, 0)).toBe('');
    expect(toRunWords(NONE, undefined)).toBe('runs');
  });

  it('holds all that is chosen', () => {
    const filter: RunFilter = { status: 'failed', type: 'a', dispatcher: 'd', action: 'mail', text: 'x', time: null };
    expect(toRunQuery(filter, 0)).toBe(
      'eq(status,string:failed)&eq(eventType,string:a)&eq(dispatcherId,string:d)&eq(actionType,string:mail)&like(text,string:x)',
    );
  });

  it('is said in words', () => {
    const filter: RunFilter = { ...NONE, status: 'failed', type: 'user_deleted', time: { recent: '24h' } };
    expect(toRunWords(filter, undefined)).toBe('failed runs of user_deleted from the last 24 hours');
    expect(toRunWords({ ...NONE, dispatcher: 'd', action: 'task', text: 'ada' }, 'Erase')).toBe(
      'task runs by the dispatcher Erase with “ada” in the event',
    );
  });
});
