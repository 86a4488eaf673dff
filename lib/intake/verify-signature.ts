import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { ServiceError } from '@/lib/errors/service-error';

const MAX_SIGNATURES = 10;
const MAX_ID_LENGTH = 256;

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
  const refusals = secrets.map((secret) => verifyWith(body, headers, secret));
  if (!refusals.includes(undefined)) throw refusal(refusals[0] ?? 'the source has no secret');
}

/** @returns why the signature is not one by this secret; undefined when it is. */
function verifyWith(body: Buffer, headers: SignatureHeaders, secret: string): string | undefined {
  const { id, timestamp, signature } = headers;
  const named = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  try {
    new Webhook(secret).verify(body, named, { jsonParse: false });
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
}

function refusal(reason: string): ServiceError {
  return new ServiceError(104, `The webhook signature is not accepted: ${reason}`);
}
