import { describe, expect, test } from 'vitest';
import { ScheduleForm, TaskForm, toIntervalWords } from '@/components/tasks/task-form';

const task = { functionName: ' erase ', data: '{"a": 1}', startTimestamp: '', priority: '', tags: ['x'] };
const schedule = { functionName: 'erase', every: '1.5', unit: 'hours', data: '', startTimestamp: '', priority: '3' };

describe('a task as typed', () => {
  test('becomes what the API takes', () => {
    expect(TaskForm.parse(task)).toEqual({ functionName: 'erase', data: { a: 1 }, tags: ['x'] });
    expect(TaskForm.parse({ ...task, startTimestamp: '2026-05-17T12:00', priority: '-2' })).toMatchObject({
      startTimestamp: new Date('2026-05-17T12:00').getTime(),
      priority: -2,
    });
  });

  test.each([
    [{ functionName: ' ' }],
    [{ data: '[1]' }],
    [{ data: '{"a"' }],
    [{ priority: '1.5' }],
    [{ priority: 'high' }],
    [{ startTimestamp: 'tomorrow' }],
  ])('is refused with %j', (change) => {
    expect(TaskForm.safeParse({ ...task, ...change }).success).toBe(false);
  });
});

describe('a schedule as typed', () => {
  test('has its interval in seconds', () => {
    expect(ScheduleForm.parse(schedule)).toEqual({ functionName: 'erase', interval: 5_400, data: {}, priority: 3 });
  });

  test.each([['0'], ['-1'], [''], ['x'], ['0.0001'], ['9999999']])('is refused with the interval %j', (every) => {
    expect(ScheduleForm.safeParse({ ...schedule, every }).success).toBe(false);
  });
});

test('an interval is said in its largest whole unit', () => {
  expect(toIntervalWords(1)).toBe('every second');
  expect(toIntervalWords(5_400)).toBe('every 90 minutes');
  expect(toIntervalWords(3_600)).toBe('every hour');
  expect(toIntervalWords(172_800)).toBe('every 2 days');
});
