import { describe, expect, it } from 'vitest';
import { RECEIVER_KINDS, RECEIVERS } from './receivers';

describe('code of a receiver', () => {
  it('carries the secret only while it is known, else says where it is read from', () => {
    for (const kind of RECEIVER_KINDS) {
      expect(RECEIVERS[kind].toText({ secret: 'whsec_abc' })).toContain('whsec_abc');
      expect(RECEIVERS[kind].toText({ secret: undefined })).toContain('SIGNING_SECRET');
    }
  });
});
