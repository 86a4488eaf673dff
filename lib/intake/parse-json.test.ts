import { describe, expect, it } from 'vitest';
import { ServiceError } from '@/lib/errors/service-error';
import { MAX_BODY_BYTES, parseJsonBody } from './parse-json';

const parse = (text: string) => parseJsonBody(new TextEncoder().encode(text));
function refusal(text: string | Uint8Array): ServiceError {
  try {
    parseJsonBody(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('S-21: parseJsonBody', () => {
  it('reads JSON of every kind', () => {
    for (const value of [{ a: [1, 'x"\\', null, true] }, [], 'text with : { [ "', 12.5, null]) {
      expect(parse(JSON.stringify(value))).toEqual(value);
    }
  });

  it('refuses an empty body with error 13', () => expect(refusal('').code).toBe(13));

  it('refuses what is not JSON with error 22', () => {
    for (const text of ['{', 'nope', '{"a":1} {"b":2}', '{"a":NaN}', "{'a':1}", '[1,]']) {
      expect(refusal(text).code).toBe(22);
    }
  });

  it('refuses bytes that are not UTF-8', () => expect(refusal(new Uint8Array([0x22, 0xff, 0x22])).code).toBe(22));

  it('refuses a body over 1 MiB with status 413', () => {
    expect(refusal(`"${'x'.repeat(MAX_BODY_BYTES)}"`)).toMatchObject({ code: 22, status: 413 });
  });

  it('takes one text that is all of the body, such as a page of HTML: only keys have a length of their own', () => {
    const html = 'x'.repeat(MAX_BODY_BYTES - '{"a":""}'.length);
    expect(parse(JSON.stringify({ a: html }))).toEqual({ a: html });
  });

  it('allows a depth of 64 and refuses 65 and 1,000', () => {
    expect(parse('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array);
    expect(refusal('['.repeat(65) + ']'.repeat(65)).message).toContain('deeper than 64');
    expect(refusal('{"a":'.repeat(1_000) + 1 + '}'.repeat(1_000)).message).toContain('deeper than 64');
  });

  it('does not count brackets inside strings', () => {
    expect(parse(JSON.stringify({ a: '['.repeat(1_000), b: '\\"[[' }))).toHaveProperty('a');
  });

  it('refuses more than 10,000 keys and keys longer than 256 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]));
    expect(refusal(JSON.stringify(many)).message).toContain('10000 keys');
    expect(refusal(JSON.stringify({ ['k'.repeat(257)]: 1 })).message).toContain('256 characters');
  });

  it('refuses a number that no double can hold, rather than store null', () => {
    expect(refusal('{"a":1e400}').message).toContain('too large');
    expect(parse('{"a":1e-400,"b":"1e400"}')).toEqual({ a: 0, b: '1e400' });
  });

  it('keeps __proto__ as plain data', () => {
    const value = parse('{"__proto__":{"polluted":true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
