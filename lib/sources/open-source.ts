import type { StoredSource } from '@/db/sources';
import type { SecretBox } from '@/lib/secrets/secret-box';
import type { SourceInForce } from '@/lib/server/configuration-cache';

/** Where a source's secret is kept, as the secret box must hear it again. */
export function secretPlace(name: string): string {
  return `sources.secret:${name}`;
}

/** Opens the secrets of a source. @throws when they were sealed with another key. */
export function openSource(secretBox: SecretBox, source: StoredSource): SourceInForce {
  const { name, secretCiphertext, previousSecretCiphertext: previous, previousSecretUntil: until = 0 } = source;
  const open = (sealed: string) => secretBox.open(sealed, secretPlace(name));
  return {
    name,
    secret: open(secretCiphertext),
    previous: previous === undefined ? undefined : { secret: open(previous), until },
  };
}
