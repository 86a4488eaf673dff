import type { SourceSecret } from '@/db/sources';
import { secretBox } from '@/lib/server/context';
import { newWebhookSecret } from '@/lib/server/first-start';
import { secretPlace } from './open-source';

/** A secret for a source: as the sender gets it, and as it is stored. */
export function newSecret(name: string): SourceSecret & { secret: string } {
  const secret = newWebhookSecret();
  return { secret, secretCiphertext: secretBox().seal(secret, secretPlace(name)), secretLastFour: secret.slice(-4) };
}
