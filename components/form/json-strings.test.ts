import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inJsonString, jsonStrings } from '@/components/form/json-strings';

const values = (text: string) => jsonStrings(text).map(({ value }) => value);

describe('the strings in JSON text', () => {
  it('are its keys and values', () => {
    expect(values('{"a": "x", "b": ["{{c}}", 1, ""], "é": null}')).toEqual(['a', 'x', 'b', '{{c}}', '', 'é']);
  });

  it('are found in broken text, too, and end with their line', () => {
    expect(values('{"a": "x\n "b": "{{c')).toEqual(['a', 'x', 'b', '{{c']);
    expect(values('["a\\')).toEqual(['a']);
  });

  it('know where each of their characters stands', () => {
    const text = '["\\"a\\u00e9\\n🙂"]';
    const [string] = jsonStrings(text);
    expect(string?.value).toBe('"aé\n🙂');
    expect(string?.offsets.map((offset) => text.slice(offset, offset + 2))).toEqual([
      '\\"',
      'a\\',
      '\\u',
      '\\n',
      '🙂',
      '\ude42"',
      '"]',
    ]);
  });

  it('say what JSON says, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [string] = jsonStrings(`[${JSON.stringify(value)}]`);
        expect(string?.value).toBe(value);
        expect(string?.offsets).toHaveLength(value.length + 1);
        expect(JSON.parse(`"${inJsonString(value)}"`)).toBe(value);
      }),
    );
  });
});
