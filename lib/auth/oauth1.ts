import { createHash } from 'node:crypto';
import { type Application, findApplication } from '@/db/applications';
import { rememberRequest } from '@/db/oauth1-nonces';
import { findToken } from '@/db/tokens';
import { createGroupCommit } from '@/lib/delivery/group-commit';
import { ServiceError } from '@/lib/errors/service-error';
import { URL_HEADER } from '@/lib/http/entry-headers';
import { secretBox, serverContext } from '@/lib/server/context';
import { isUsable, toPrincipal, touch } from './authenticate';
import { type OAuth1Header, oauth1Signature, parseOAuth1Header, signaturesEqual } from './oauth1-signature';
import type { Principal } from './principal';
import { hashSecret } from './token-secret';

type Headers = Readonly<Record<string, string | undefined>>;

/** How far a request's timestamp may be off; its nonce is remembered for as long. */
const MAX_CLOCK_SKEW_S = 300;

const seenRequests = createGroupCommit(rememberRequest);

export function isOAuth1(authorization: string | undefined): boolean {
  return /^OAuth\s/i.test(authorization ?? '');
}

export function tokenSecretPlace(hash: string): string {
  return `tokens.secret:${hash}`;
}

/**
 * Who signed this request with a consumer and a token of theirs.
 * @throws ServiceError 104 (signed without a token), 107–110.
 */
export async function authenticateOAuth1(headers: Headers, method: string, now: number): Promise<Principal> {
  const header = readHeader(headers);
  const application = await findConsumer(header);
  if (header.token === undefined) throw new ServiceError(104, 'The request is signed without a token: sign in first');
  const hash = hashSecret(header.token);
  const token = await findToken(hash);
  const sealed = token?.secretCiphertext;
  const known = token?.kind === 'oauth1' && token.applicationId === application.id && isUsable(token);
  if (!known || !sealed || (token.expiresAt ?? now) < now) {
    throw new ServiceError(108, 'The OAuth1 token is unknown, expired or was revoked');
  }
  const tokenSecret = secretBox().open(sealed, tokenSecretPlace(hash));
  await assertSigned(header, { headers, method, application, tokenSecret, now });
  await touch(token, now);
  return toPrincipal(token);
}

/** The application that signed this request for itself. @throws ServiceError 104, 107, 109, 110. */
export async function authenticateConsumer(headers: Headers, method: string, now: number): Promise<Application> {
  if (!isOAuth1(headers.authorization)) throw new ServiceError(104, 'Sign the request with the consumer (OAuth1)');
  const header = readHeader(headers);
  const application = await findConsumer(header);
  await assertSigned(header, { headers, method, application, tokenSecret: '', now });
  return application;
}

function readHeader(headers: Headers): OAuth1Header {
  const header = parseOAuth1Header(headers.authorization ?? '');
  if (typeof header === 'string') throw new ServiceError(109, header);
  return header;
}

async function findConsumer({ consumerKey }: OAuth1Header): Promise<Application> {
  const application = await findApplication(consumerKey);
  if (application?.kind !== 'oauth1' || !application.enabled)
    throw new ServiceError(107, 'The OAuth1 consumer key is unknown');
  return application;
}

interface Signing {
  headers: Headers;
  method: string;
  application: Application;
  tokenSecret: string;
  now: number;
}

/** The nonce is remembered only after the signature: nobody else can use it up. */
async function assertSigned(header: OAuth1Header, signing: Signing): Promise<void> {
  const { headers, method, application, tokenSecret, now } = signing;
  const expiresAt = (header.timestamp + MAX_CLOCK_SKEW_S) * 1_000;
  if (Math.abs(header.timestamp * 1_000 - now) > MAX_CLOCK_SKEW_S * 1_000) {
    throw new ServiceError(110, `oauth_timestamp is more than ${MAX_CLOCK_SKEW_S} s off: check the clock`);
  }
  const consumerSecret = secretBox().open(
    application.secretCiphertext ?? '',
    `applications.secret:${application.clientId}`,
  );
  const { baseUrls, query } = requestUrls(headers);
  const fits = baseUrls.map((baseUrl) =>
    signaturesEqual(
      header.signature,
      oauth1Signature({ method, baseUrl, query, parameters: header.parameters }, consumerSecret, tokenSecret),
    ),
  );
  if (!fits.includes(true)) {
    throw new ServiceError(109, `The OAuth1 signature is wrong for ${method} ${baseUrls[0]} (PUBLIC_URL counts)`);
  }
  const request = JSON.stringify([header.consumerKey, header.token ?? '', header.timestamp, header.nonce]);
  const hash = createHash('sha256').update(request).digest('hex');
  if (!(await seenRequests.add({ hash, expiresAt, now }))) {
    throw new ServiceError(110, 'A request with this nonce and timestamp was accepted before');
  }
}

/**
 * The URLs under which the request may have been signed: the public one, which counts behind a proxy; and the one that
 * the Host header names, for who calls this server directly. The path is the one of the request line, as it was sent.
 */
function requestUrls(headers: Headers): { baseUrls: string[]; query: string } {
  const sent = (headers[URL_HEADER] ?? '').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = sent.split('?');
  const origins = [serverContext().publicUrl, `http://${headers.host ?? ''}`].filter((url) => URL.canParse(url));
  const bases = origins.map((url) => new URL(url)).map(({ origin, pathname }) => origin + pathname.replace(/\/$/, ''));
  return { baseUrls: [...new Set(bases)].map((base) => base + path), query: query.join('?') };
}
