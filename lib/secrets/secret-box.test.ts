import { describe, expect, it } from 'vitest';
import { createSecretBox } from './secret-box';

const box = createSecretBox('a key of at least thirty-two characters');

describe('S-11: a sealed secret', () => {
  it('opens what it sealed', () => {
    expect(box.open(box.seal('whsec_é', 'sources:default'), 'sources:default')).toBe('whsec_é');
  });

  it('seals the same secret differently each time', () => {
    expect(box.seal('secret', 'here')).not.toBe(box.seal('secret', 'here'));
  });

  it('refuses a ciphertext that was moved to another place', () => {
    const sealed = box.seal('secret', 'sources:one');
    expect(() => box.open(sealed, 'sources:two')).toThrow();
  });

  it('refuses a ciphertext of which one bit was changed', () => {
    const [version, keyId, encoded = ''] = box.seal('secret', 'here').split(':');
    for (let bit = 0; bit < Buffer.from(encoded, 'base64').length * 8; bit++) {
      const bytes = Buffer.from(encoded, 'base64');
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => box.open(`${version}:${keyId}:${bytes.toString('base64')}`, 'here')).toThrow();
    }
  });

  it('refuses another key', () => {
    const other = createSecretBox('another key of at least thirty-two characters');
    expect(() => other.open(box.seal('secret', 'here'), 'here')).toThrow(
      'the key of the secret at here is not at hand',
    );
  });

  it('names its key, without telling anything of it', () => {
    const [, keyId] = box.seal('secret', 'here').split(':');
    expect(keyId).toMatch(/^[0-9a-f]{12}$/);
    expect(box.seal('another', 'there').split(':')[1]).toBe(keyId);
  });

  it('opens with the key before too, and is sealed with the newest', () => {
    const [old, now] = [
      'the first key of at least thirty-two characters',
      'the next key of at least thirty-two characters',
    ];
    const sealed = createSecretBox(old).seal('secret', 'here');
    const both = createSecretBox(now, old);
    expect([both.open(sealed, 'here'), both.isCurrent(sealed)]).toEqual(['secret', false]);
    expect(both.isCurrent(both.seal('secret', 'here'))).toBe(true);
  });

  it('of before values named their key opens still', () => {
    const bytes = box.seal('secret', 'here').split(':')[2];
    expect(box.open(`v1:${bytes}`, 'here')).toBe('secret');
    expect(box.isCurrent(`v1:${bytes}`)).toBe(false);
  });
});
