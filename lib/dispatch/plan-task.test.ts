import { describe, expect, it } from 'vitest';
import { CREATED, effectOf, NOW, newEvent, problemsOf, task } from './plan-fixture';

describe('a task', () => {
  it('is planned whole: data of any type, the event added, tags, priority', () => {
    const action = task({
      functionName: '{{content.kind}}_user',
      data: { id: '{{content.id}}', deep: [{ name: 'x {{content.name}}' }, true], event: 'overridden' },
      tags: ['{{content.tags}}', 'user-{{content.id}}', '{{content.id}}'],
      priority: 3,
    });
    const event = newEvent({ kind: 'erase', id: 7, name: 'Zoë', tags: ['a', 'b'] });
    expect(effectOf(action, event)).toEqual({
      type: 'task',
      functionName: 'erase_user',
      data: { id: 7, deep: [{ name: 'x Zoë' }, true], event },
      startTimestamp: NOW,
      tags: ['a', 'b', 'user-7', '7'],
      priority: 3,
    });
  });

  it.each<[string, unknown, number]>([
    ['absent means now', undefined, NOW],
    ['ISO', '2026-05-18T00:00:00+02:00', Date.UTC(2026, 4, 17, 22)],
    ['a date', '2026-05-18', Date.UTC(2026, 4, 18)],
    ['epoch milliseconds', 1_800_000_000_000, 1_800_000_000_000],
    ['epoch milliseconds as text', '1800000000000', 1_800_000_000_000],
    ['an expression', '{{content.at}}', 1_790_000_000_000],
    ['a computed number', '{{sum content.at 1000}}', 1_790_000_001_000],
    ['a duration from the event', 'P1DT2H', CREATED + 26 * 3_600_000],
    ['a composed duration', 'PT{{content.hours}}H', CREATED + 3 * 3_600_000],
    ['the past', '2020-01-01', Date.UTC(2020, 0, 1)],
    ['zero', 0, 0],
  ])('startTimestamp: %s', (_what, startTimestamp, expected) => {
    const event = newEvent({ at: 1_790_000_000_000, hours: 3 });
    expect(effectOf(task({ startTimestamp }), event)).toMatchObject({ startTimestamp: expected });
  });

  it.each([
    'tomorrow',
    'P',
    '-P1D',
    'P1H',
    '2026-02-30',
    '1e12',
    '9'.repeat(15),
    '{{content.list}}',
    '{{content.none}}',
    -1,
    253_402_300_800_000,
    'P9000Y',
    1_800_000_000,
    '1800000000',
    '+012026-01-01',
    '1969-12-31',
  ])('startTimestamp: %j is a problem', (startTimestamp) => {
    expect(problemsOf(task({ startTimestamp }), newEvent({ list: [], none: null }))).toMatchObject([
      { code: 'invalid_value', field: 'startTimestamp' },
    ]);
  });

  it.each<[string, object, string, string]>([
    ['a name that is missing', { functionName: '{{content.x}}' }, 'missing_path', 'functionName'],
    ['a name that is a number', { functionName: '{{content.id}}' }, 'invalid_value', 'functionName'],
    ['a name with a line break', { functionName: 'a\n{{content.id}}' }, 'invalid_value', 'functionName'],
    ['an empty name', { functionName: '{{content.empty}}' }, 'invalid_value', 'functionName'],
    ['a path deep in the data', { data: { a: [{ b: '{{content.x}}' }] } }, 'missing_path', 'data.a[0].b'],
    ['a tag that is an object', { tags: ['{{content}}'] }, 'invalid_value', 'tags[0]'],
    ['a tag that is null', { tags: ['{{content.none}}'] }, 'invalid_value', 'tags[0]'],
    ['an empty tag', { tags: ['{{content.empty}}'] }, 'invalid_value', 'tags[0]'],
    ['a tag that is too long', { tags: ['x{{content.long}}'] }, 'invalid_value', 'tags[0]'],
    ['too many tags', { tags: ['{{content.many}}'] }, 'invalid_value', 'tags'],
  ])('%s is a problem', (_what, fields, code, field) => {
    const content = {
      id: 1,
      none: null,
      empty: '',
      long: 'x'.repeat(128),
      many: Array.from({ length: 51 }, () => 'x'),
    };
    expect(problemsOf(task(fields), newEvent(content))).toMatchObject([{ code, field }]);
  });
});
