import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signMessage } from './standard-webhooks';

describe('signMessage', () => {
  it('signs as the reference library does, whatever the key, the id and the body', () => {
    const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(key, text, text, fc.integer({ min: 0, max: 4_102_444_800 }), (bytes, id, body, seconds) => {
        const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
        const expected = new Webhook(secret).sign(id, new Date(seconds * 1_000), body);
        expect(signMessage(secret, id, String(seconds), body)).toBe(expected);
        expect(signMessage(secret, id, String(seconds), Buffer.from(body))).toBe(expected);
      }),
    );
  });
});
