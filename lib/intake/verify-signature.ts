import { timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@/lib/errors/service-error';
import { signMessage } from '@/lib/signatures/standard-webhooks';

const MAX_SIGNATURES = 10;
const MAX_ID_LENGTH = 256;
const TOLERANCE_SECONDS = 300;

export interface SignatureHeaders {
  id: string;
  timestamp: string;
  signature: string;
}

/**
 * Verifies a Standard Webhooks signature over the raw body with one of the source's secrets; the timestamp may be
 * 5 minutes off.
 * @param secrets each `whsec_…`; at least one
 * @throws ServiceError 104 (status 401) that says what is wrong.
 */
export function verifySignature(body: Buffer, headers: SignatureHeaders, secrets: readonly string[]): void {
  // The library reads "1700000000abc" as a number; only plain seconds are accepted here.
  if (!/^\d{1,12}$/.test(headers.timestamp)) throw refusal('webhook-timestamp must be Unix seconds');
  if (headers.id.length > MAX_ID_LENGTH) throw refusal(`webhook-id is longer than ${MAX_ID_LENGTH} characters`);
  if (headers.signature.split(' ').length > MAX_SIGNATURES)
    throw refusal('webhook-signature holds too many signatures');
  if (headers.id === '') throw refusal('webhook-id is missing');
  const age = Math.floor(Date.now() / 1_000) - Number(headers.timestamp);
  if (Math.abs(age) > TOLERANCE_SECONDS) {
    throw refusal(`webhook-timestamp is too ${age > 0 ? 'old' : 'new'}: it is ${Math.abs(age)} s off`);
  }
  if (!secrets.some((secret) => isSignedWith(secret, body, headers))) throw refusal('no matching signature found');
}

function isSignedWith(secret: string, body: Buffer, { id, timestamp, signature }: SignatureHeaders): boolean {
  const expected = Buffer.from(signMessage(secret, id, timestamp, body));
  return signature.split(' ').some((given) => {
    const bytes = Buffer.from(given);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

function refusal(reason: string): ServiceError {
  return new ServiceError(104, `The webhook signature is not accepted: ${reason}`);
}
