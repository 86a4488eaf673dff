import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/format/json';
import { mail, newEvent, planOf, problemsOf, task, template } from './plan-fixture';

describe('malformed stored actions and events are problems, never exceptions', () => {
  it.each([
    null,
    undefined,
    7,
    'mail',
    [],
    {},
    { type: 'sms' },
    { type: 'constructor' },
    { type: 'mail' },
    { type: 'task' },
    mail({ recipients: null }),
    mail({ recipients: { to: 'a@x.org' } }),
    mail({ recipients: { to: [] } }),
    mail({ recipients: { to: [1] } }),
    mail({ templateId: 'x' }),
    mail({ templateId: undefined }),
    task({ functionName: 1 }),
    task({ functionName: '' }),
    task({ tags: 'a' }),
    task({ data: [] }),
    task({ data: 'x' }),
    task({ startTimestamp: {} }),
    task({ priority: 'high' }),
    task({ id: 1 }),
  ])('%j', (action) => {
    expect(problemsOf(action).length).toBeGreaterThan(0);
  });

  it('names the field as the form does', () => {
    expect(problemsOf(mail({ recipients: { to: ['a@x.org', 1] } }))).toMatchObject([{ field: 'recipients.to[1]' }]);
  });

  it('whatever the strings and the content', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      'content',
      '.a',
      '{{content.a}}',
      '{{#each content}}',
      '{{/each}}',
      '{{t "bye"}}',
      'a@x.org',
      ',',
      'P1D',
      ' ',
      '{{sum',
      '1',
      '(',
      ')',
      '@inputs',
      '{{{',
      '}}}',
    );
    const source = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(source, fc.jsonValue({ maxDepth: 3 }), (text, content) => {
        const event = newEvent(content as JsonValue);
        const written = { ...template, outputs: { subject: text, body: text } };
        for (const action of [
          mail({ recipients: { to: [text] } }),
          mail({ recipients: { to: ['a@x.org'] } }),
          task({ functionName: text, data: { [text]: text }, tags: [text], startTimestamp: text }),
        ]) {
          expect(['ready', 'problem']).toContain(planOf(action, event, [written]).status);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

it('the same input gives the same plan, and leaves the event as it was', () => {
  const event = newEvent();
  const before = JSON.stringify(event);
  expect(planOf(mail(), event)).toEqual(planOf(mail(), event));
  expect(planOf(task({ data: { event: 1 } }), event)).toEqual(planOf(task({ data: { event: 1 } }), event));
  expect(JSON.stringify(event)).toBe(before);
});
