import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an OAuth1 Authorization header says (RFC 5849 section 3.5.1). */
export interface OAuth1Header {
  consumerKey: string;
  /** Undefined: signed with the consumer alone. */
  token: string | undefined;
  signature: string;
  /** Seconds since 1970. */
  timestamp: number;
  nonce: string;
  /** Everything that takes part in the signature: all but `realm` and the signature itself. */
  parameters: [string, string][];
}

const NONCE_MAX_LENGTH = 256;

/**
 * Reads `OAuth realm="…", oauth_consumer_key="…", …`. Only HMAC-SHA1 is read.
 * @returns the header, or a sentence that says what is wrong with it.
 */
export function parseOAuth1Header(authorization: string): OAuth1Header | string {
  const fields = readFields(authorization.replace(/^OAuth\s+/i, ''));
  if (!fields) return 'The Authorization header cannot be read: expected OAuth name="value", …';
  const given = Object.fromEntries(fields);
  if (fields.length !== Object.keys(given).length) return 'The Authorization header names a parameter twice';
  const { oauth_signature: signature, oauth_nonce: nonce, oauth_timestamp: timestamp = '' } = given;
  if (given.oauth_signature_method !== 'HMAC-SHA1') return 'oauth_signature_method must be HMAC-SHA1';
  if ((given.oauth_version ?? '1.0') !== '1.0') return 'oauth_version must be 1.0';
  if (!signature) return 'oauth_signature is missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'oauth_timestamp must be the time in seconds';
  if (!nonce || nonce.length > NONCE_MAX_LENGTH) return `oauth_nonce must have 1 to ${NONCE_MAX_LENGTH} characters`;
  return {
    consumerKey: given.oauth_consumer_key ?? '',
    token: given.oauth_token || undefined,
    signature,
    timestamp: Number(timestamp),
    nonce,
    parameters: fields.filter(([name]) => name !== 'realm' && name !== 'oauth_signature'),
  };
}

function readFields(text: string): [string, string][] | undefined {
  const fields: [string, string][] = [];
  for (const part of text.split(',')) {
    const [, name, value] = /^\s*([^\s="]+)="([^"]*)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) return undefined;
    try {
      fields.push([decodeURIComponent(name), decodeURIComponent(value)]);
    } catch {
      return undefined;
    }
  }
  return fields;
}

/** A request as the signature covers it. JSON bodies take no part in it (RFC 5849 section 3.4.1.3.1). */
export interface SignedRequest {
  method: string;
  /** Scheme, host and path, without query: `https://dispatchers.example.com/tasks/v1/`. */
  baseUrl: string;
  /** Raw, without the question mark. */
  query: string;
  parameters: readonly [string, string][];
}

/** The HMAC-SHA1 signature in base64 (RFC 5849 sections 3.4.1 and 3.4.2). */
export function oauth1Signature(request: SignedRequest, consumerSecret: string, tokenSecret: string): string {
  const encoded = [...new URLSearchParams(request.query), ...request.parameters].map(
    ([name, value]) => [percentEncode(name), percentEncode(value)] as const,
  );
  const normalized = encoded
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
  const base = [request.method.toUpperCase(), request.baseUrl, normalized].map(percentEncode).join('&');
  const key = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64');
}

/** Takes as long whether the signatures differ in the first byte or in the last. */
export function signaturesEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** By bytes: what is compared is ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
