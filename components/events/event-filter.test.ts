import { describe, expect, it } from 'vitest';
import { type EventFilter, toEventQuery, toEventWords } from './event-filter';

const NONE: EventFilter = { type: null, outcome: null, source: null, text: null, time: null };

describe('the filter of the list of events', () => {
  it('is nothing when nothing is chosen', () => {
    expect(toEventQuery(NONE, 0)).toBe('');
    expect(toEventWords(NONE)).toBe('events');
  });

  it('holds all that is chosen, and says it in words', () => {
    const filter: EventFilter = {
      type: 'user_deleted',
      outcome: 'no_dispatcher',
      source: 'shop',
      text: 'ada@example.com',
      time: { recent: '24h' },
    };
    expect(toEventQuery(filter, 86_400_000)).toBe(
      'eq(type,string:user_deleted)&eq(outcome,string:no_dispatcher)&eq(source,string:shop)&like(text,string:ada%2540example.com)&ge(creationTimestamp,0)',
    );
    expect(toEventWords(filter)).toBe(
      'events of user_deleted with the outcome “Nothing listens” from the source shop with “ada@example.com” in the content from the last 24 hours',
    );
  });

  it.each(['a),b(', '100%', 'true', '42', "it's", 'naïve & co', 'a|b', 'string:x'])(
    'takes the text %o as it is',
    (text) => {
      const [, written = ''] = /^like\(text,string:([\w.%-]*)\)$/.exec(toEventQuery({ ...NONE, text }, 0)) ?? [];
      expect(decodeURIComponent(decodeURIComponent(written))).toBe(text);
    },
  );

  it('looks for quotes and backslashes also as JSON writes them', () => {
    const query = decodeURIComponent(decodeURIComponent(toEventQuery({ ...NONE, text: 'say "hi"' }, 0)));
    expect(query).toBe('or(like(text,string:say "hi"),like(text,string:say \\"hi\\"))');
  });
});
