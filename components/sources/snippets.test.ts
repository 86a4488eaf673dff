import { describe, expect, it } from 'vitest';
import { SNIPPET_KINDS, SNIPPETS } from '@/components/sources/snippets';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const INPUT = { origin: 'https://example.org', source: 'shop', type: 'bought', content: { a: "b'c" } };

describe('code that sends an event', () => {
  it('carries the secret only while it is known, and only where it signs', () => {
    const known = SNIPPET_KINDS.filter((kind) => SNIPPETS[kind].toText({ ...INPUT, secret: SECRET }).includes(SECRET));
    expect(known).toEqual(['signed', 'node']);
    for (const kind of known) {
      expect(SNIPPETS[kind].toText({ ...INPUT, secret: undefined })).toContain('WEBHOOK_SECRET');
    }
  });

  it('names the address of its source', () => {
    for (const kind of SNIPPET_KINDS) {
      expect(SNIPPETS[kind].toText({ ...INPUT, secret: undefined })).toContain('/webhooks/shop');
    }
  });
});
