import { describe, expect, it } from 'vitest';
import { createSecretBox } from './secret-box';

const box = createSecretBox('a key of at least thirty-two characters');

describe('secret box', () => {
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
    const bytes = Buffer.from(box.seal('secret', 'here').slice(3), 'base64');
    bytes[14] = (bytes[14] ?? 0) ^ 1;
    expect(() => box.open(`v1:${bytes.toString('base64')}`, 'here')).toThrow();
  });

  it('refuses another key', () => {
    const other = createSecretBox('another key of at least thirty-two characters');
    expect(() => other.open(box.seal('secret', 'here'), 'here')).toThrow();
  });
});
