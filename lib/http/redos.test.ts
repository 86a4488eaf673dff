import { describe, expect, test } from 'vitest';
import { listMutants, type Schema } from '@/e2e/corpus/mutate';
import { bearerToken } from '@/lib/auth/authenticate';
import { readCookie } from '@/lib/auth/cookie';
import { assertGoodPassword } from '@/lib/auth/password-rules';
import { isIntact } from '@/lib/auth/token-secret';
import { parseOrProblem } from '@/lib/expressions/evaluate';
import { parseRetryAfter } from '@/lib/functions/retry-after';
import { clientAddress } from '@/lib/http/client-address';
import { listRoutes } from '@/lib/http/registry/routes';
import { parseRecipient } from '@/lib/mail/address';
import { parseMailMode } from '@/lib/mail/mode';
import { createOpenApiDocument } from '@/lib/openapi/document';
import { parseRql } from '@/lib/rql/parse';

const LENGTH = 100_000;
const MAX_MS = 50;

/** Texts of 100 KB on which a pattern that backtracks never comes to an end. */
const ADVERSARIAL: Record<string, string> = {
  'one letter': 'a'.repeat(LENGTH),
  'a letter, and an end that does not fit': `${'a'.repeat(LENGTH)}!`,
  digits: '1'.repeat(LENGTH),
  'digits and an end': `${'1'.repeat(LENGTH)}x`,
  spaces: ' '.repeat(LENGTH),
  'spaces and an end': `${' '.repeat(LENGTH)}x`,
  tabs: `x${'\t'.repeat(LENGTH)}`,
  dots: '.'.repeat(LENGTH),
  'a dot for each letter': 'a.'.repeat(LENGTH / 2),
  'an at sign for each letter': 'a@'.repeat(LENGTH / 2),
  'an address without an end': `a@${'a.'.repeat(LENGTH / 2)}`,
  'a mailbox without an end': `"${'\\"'.repeat(LENGTH / 2)}`,
  dashes: 'a-'.repeat(LENGTH / 2),
  slashes: 'a/'.repeat(LENGTH / 2),
  commas: ',a'.repeat(LENGTH / 2),
  'a time without an end': `2026-11-23T09:30:00.${'0'.repeat(LENGTH)}`,
  'a duration without an end': `P${'1'.repeat(LENGTH)}`,
  braces: '{{'.repeat(LENGTH / 2),
  brackets: '('.repeat(LENGTH),
  'percent signs': '%2'.repeat(LENGTH / 2),
  'line ends': '\r\n'.repeat(LENGTH / 2),
  '4-byte characters': '💥'.repeat(LENGTH / 4),
  'base64 without an end': `${'A'.repeat(LENGTH)}=!`,
  hex: `${'f'.repeat(LENGTH)}g`,
};
const TEXTS = Object.entries(ADVERSARIAL);

/** The quickest of three, so that what else runs on the machine does not count. */
function quickest(act: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && best > MAX_MS; i++) {
    const start = performance.now();
    try {
      act();
    } catch {
      // Refused is what it should be.
    }
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('S-23: 100 KB made for it keep nobody busy', () => {
  test('in any field that a body has', () => {
    const document = createOpenApiDocument('http://localhost');
    const resolve = (schema: Schema): Schema => {
      if (typeof schema.$ref !== 'string') return schema;
      const parts = schema.$ref.replace('#/', '').split('/');
      const found = parts.reduce<unknown>((node, part) => (node as Schema)[part.replaceAll('~1', '/')], document);
      return resolve(found as Schema);
    };
    const slow: string[] = [];
    let fields = 0;
    for (const { key, method, path, entry } of listRoutes()) {
      if (entry.body === undefined) continue;
      const pointer = `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
      const places = listMutants({ $ref: pointer }, resolve).filter(({ name }) => name.endsWith(' = "PLACE"'));
      fields += places.length;
      for (const place of places) {
        const text = JSON.stringify(place.value);
        for (const [name, adversarial] of TEXTS) {
          const body: unknown = JSON.parse(text.replaceAll('"PLACE"', JSON.stringify(adversarial)));
          const took = quickest(() => entry.body?.safeParse(body));
          if (took > MAX_MS) slow.push(`${key}: ${place.name} with ${name}: ${Math.round(took)} ms`);
        }
      }
    }
    expect(slow).toEqual([]);
    expect(fields).toBeGreaterThan(200);
  }, 120_000);

  test.each<[string, (text: string) => unknown]>([
    ['a recipient', parseRecipient],
    ['a query', (text) => parseRql(text)],
    ['an expression', (text) => parseOrProblem(text)],
    ['an Authorization header', (text) => bearerToken(`Bearer ${text}`)],
    ['a token', isIntact],
    ['a cookie', (text) => readCookie(text, 'dispatchers-session')],
    ['a password', (text) => assertGoodPassword(text, 'a@example.com', 'password')],
    ['a mail mode', (text) => parseMailMode(`allow:${text}`)],
    ['X-Forwarded-For', (text) => clientAddress('127.0.0.1', text, [])],
    ['Retry-After', (text) => parseRetryAfter(text, 0)],
  ])('in %s', (_what, read) => {
    const slow = TEXTS.map(([name, text]) => [name, quickest(() => read(text))] as const).filter(
      ([, took]) => took > MAX_MS,
    );
    expect(slow).toEqual([]);
  });
});
