import { afterEach, describe, expect, it } from 'vitest';
import { diffStates } from '@/db/audit-diff';
import { evaluateExpression } from '@/lib/expressions/evaluate';
import { listRoutes } from '@/lib/http/registry/routes';
import { parseJsonBody } from '@/lib/intake/parse-json';
import { parseRql } from '@/lib/rql/parse';

const BEFORE = Object.getOwnPropertyNames(Object.prototype).sort();
const POLLUTED = [
  '{"__proto__":{"polluted":1}}',
  '{"__proto__":{"toString":"x","isAdmin":true}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
  '[{"__proto__":[{"polluted":1}]}]',
  '{"__proto__":null}',
  '{"__proto__.polluted":1,"constructor.prototype.polluted":1}',
  '{"__defineGetter__":"polluted","__lookupSetter__":1,"hasOwnProperty":1,"toString":1,"valueOf":1,"then":1}',
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'];

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(BEFORE);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

describe('S-22: a prototype is nobody’s to write', () => {
  it.each(POLLUTED)('by the body of any operation: %s', (text) => {
    const body = parseJsonBody(Buffer.from(text));
    for (const { entry } of listRoutes()) {
      const parsed = entry.body?.safeParse(body);
      if (parsed?.success) expect(Object.getPrototypeOf(parsed.data ?? {})).toBe(Object.getPrototypeOf({}));
    }
  });

  it.each(POLLUTED)('by the content of an event, and nothing is reached by its names: %s', (text) => {
    const content = parseJsonBody(Buffer.from(text));
    const scope = { context: { content }, contextName: '', data: {} };
    const env = { language: 'EN', timeZone: 'UTC', now: 0, localize: () => undefined };
    for (const name of NAMES) {
      for (const source of [
        `{{content.${name}.${name}}}`,
        `{{lookup content "${name}"}}`,
        `{{#with content.${name}}}{{this.constructor.constructor}}{{/with}}`,
      ]) {
        const result = evaluateExpression(source, scope, env);
        expect(JSON.stringify(result)).not.toMatch(/function|native code/);
      }
    }
  });

  it.each(POLLUTED)('by what the audit log compares: %s', (text) => {
    const state: unknown = JSON.parse(text);
    diffStates(state, {});
    diffStates({}, state);
    diffStates(state, JSON.parse(text.replaceAll('1', '2')));
  });

  it.each(NAMES)('by a field of a query: %s', (name) => {
    for (const query of [`eq(${name},1)`, `eq(${name}.polluted,1)`, `sort(${name})`, `select(${name})`]) {
      try {
        parseRql(query);
      } catch {
        // Refused is as good.
      }
    }
  });
});
