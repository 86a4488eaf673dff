import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertApplication } from '@/db/applications';
import { revokeToken } from '@/db/tokens';
import { URL_HEADER } from '@/lib/http/entry-headers';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { authenticateOAuth1 } from './oauth1';
import { oauth1Signature } from './oauth1-signature';
import { issueOAuth1Token } from './oauth1-tokens';
import { newUser, PASSWORD } from './testing';

const NOW = Date.UTC(2026, 4, 17, 12);
const CONSUMER = { key: 'cli', secret: 'consumer-secret' };
let login: { email: string; password: string };
let server: PrivateServer;

beforeEach(async () => {
  server = await startPrivateServer();
  await addConsumer(CONSUMER);
  login = { email: (await newUser(NOW)).email, password: PASSWORD };
});
afterEach(() => server.close());

async function addConsumer({ key, secret }: typeof CONSUMER) {
  const secretCiphertext = server.context.secretBox.seal(secret, `applications.secret:${key}`);
  await insertApplication({ name: key, kind: 'oauth1', clientId: key, secretCiphertext }, NOW);
}

let nonces = 0;
interface Signing {
  consumer?: typeof CONSUMER;
  token?: { token: string; tokenSecret: string };
  method?: string;
  /** As the client knows it. */
  url?: string;
  timestamp?: number;
  nonce?: string;
  host?: string;
}

/** The headers of a signed request, as the entry hands them on. */
function sign(signing: Signing = {}): Record<string, string> {
  const { consumer = CONSUMER, token, method = 'GET', url = 'https://dispatchers.test/tasks/v1/' } = signing;
  nonces += 1;
  const { origin, pathname, search } = new URL(url);
  const parameters: [string, string][] = [
    ['oauth_consumer_key', consumer.key],
    ['oauth_nonce', signing.nonce ?? `nonce-${nonces}`],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(signing.timestamp ?? NOW / 1_000)],
    ...(token ? [['oauth_token', token.token] satisfies [string, string]] : []),
  ];
  const request = { method, baseUrl: origin + pathname, query: search.slice(1), parameters };
  const signature = oauth1Signature(request, consumer.secret, token?.tokenSecret ?? '');
  const pairs = [...parameters, ['oauth_signature', signature]].map(
    ([name = '', value = '']) => `${name}="${encodeURIComponent(value)}"`,
  );
  const host = signing.host ?? 'internal:3000';
  return { authorization: `OAuth ${pairs.join(', ')}`, host, [URL_HEADER]: pathname + search };
}

const TOKENS_URL = 'https://dispatchers.test/auth/v2/oauth1/tokens';
const signIn = (signing: Signing = {}, body: unknown = login) =>
  issueOAuth1Token(sign({ method: 'POST', url: TOKENS_URL, ...signing }), body, 'address', NOW);
const identify = (signing: Signing) => authenticateOAuth1(sign(signing), signing.method ?? 'GET', NOW);

describe('signing in', () => {
  it('gives a token and its secret to an application that signed', async () => {
    const token = await signIn();
    expect(token).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      userId: expect.stringMatching(/^[0-9a-f]{24}$/),
      applicationId: expect.stringMatching(/^[0-9a-f]{24}$/),
      token: expect.stringMatching(/^dsp_oauth1_/),
      tokenSecret: expect.stringMatching(/^[\w-]{43}$/),
      creationTimestamp: '2026-05-17T12:00:00.000Z',
      updateTimestamp: '2026-05-17T12:00:00.000Z',
      lastUsedTimestamp: '2026-05-17T12:00:00.000Z',
    });
    const principal = await identify({ token });
    expect(principal).toMatchObject({ kind: 'token', userId: token.userId, applicationId: token.applicationId });
    expect(principal.permissions.has('CREATE_TASKS')).toBe(true);
  });

  it('is refused without a signature, with a wrong one, and with a wrong password', async () => {
    expect(await refusalOf(() => issueOAuth1Token({}, login, 'address', NOW))).toMatchObject({ code: 104 });
    expect(await refusalOf(() => signIn({ consumer: { key: 'cli', secret: 'no' } }))).toMatchObject({ code: 109 });
    expect(await refusalOf(() => signIn({ consumer: { key: 'no', secret: 'no' } }))).toMatchObject({ code: 107 });
    expect(await refusalOf(() => signIn({}, { ...login, password: 'wrong' }))).toMatchObject({ code: 106 });
    expect(await refusalOf(() => signIn({}, {}))).toMatchObject({ code: 14 });
  });
});

describe('a signed request', () => {
  it('may be signed for the public address or for the one that it was sent to, and for no other', async () => {
    const token = await signIn();
    const path = '/tasks/v1/?eq(name,a%2529b)&limit(1)';
    await identify({ token, url: `https://dispatchers.test${path}` });
    await identify({ token, url: `http://127.0.0.1:3000${path}`, host: '127.0.0.1:3000' });
    const other = { token, url: `https://elsewhere.test${path}` };
    expect(await refusalOf(() => identify(other))).toMatchObject({ code: 109 });
  });

  it('counts once', async () => {
    const token = await signIn();
    const headers = sign({ token });
    await authenticateOAuth1(headers, 'GET', NOW);
    expect(await refusalOf(() => authenticateOAuth1(headers, 'GET', NOW))).toMatchObject({ code: 110 });
    expect(await refusalOf(() => authenticateOAuth1(headers, 'GET', NOW + 300_000))).toMatchObject({ code: 110 });
    await server.reopen();
    expect(await refusalOf(() => authenticateOAuth1(headers, 'GET', NOW + 1_000))).toMatchObject({ code: 110 });
  });

  it('counts once, also when its copies come at the same time', async () => {
    const token = await signIn();
    const headers = sign({ token });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => authenticateOAuth1(headers, 'GET', NOW)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('may use a nonce again at another time; a forged request uses none up', async () => {
    const token = await signIn();
    const nonce = 'the-same';
    const forged = { token: { ...token, tokenSecret: 'guessed' }, nonce };
    expect(await refusalOf(() => identify(forged))).toMatchObject({ code: 109 });
    await identify({ token, nonce });
    await identify({ token, nonce, timestamp: NOW / 1_000 + 1 });
  });

  it.each([-301, 301])('is refused when its clock is %i s off', async (seconds) => {
    const token = await signIn();
    const timestamp = NOW / 1_000 + seconds;
    expect(await refusalOf(() => identify({ token, timestamp }))).toMatchObject({ code: 110 });
  });

  it('is refused when anything that is signed was changed', async () => {
    const token = await signIn();
    const headers = sign({ token, url: 'https://dispatchers.test/tasks/v1/?limit(1)' });
    const changed = { ...headers, [URL_HEADER]: '/tasks/v1/?limit(2)' };
    expect(await refusalOf(() => authenticateOAuth1(changed, 'GET', NOW))).toMatchObject({ code: 109 });
    expect(await refusalOf(() => authenticateOAuth1(headers, 'DELETE', NOW))).toMatchObject({ code: 109 });
  });

  it('is refused with a token that is unknown, revoked, of another consumer, or absent', async () => {
    const token = await signIn();
    const unknown = { token: 'dsp_oauth1_none', tokenSecret: 'x' };
    expect(await refusalOf(() => identify({ token: unknown }))).toMatchObject({ code: 108 });
    const other = { key: 'other', secret: 'other-secret' };
    await addConsumer(other);
    expect(await refusalOf(() => identify({ token, consumer: other }))).toMatchObject({ code: 108 });
    expect(await refusalOf(() => identify({}))).toMatchObject({ code: 104 });
    await revokeToken(token.id, 'oauth1', NOW);
    expect(await refusalOf(() => identify({ token }))).toMatchObject({ code: 108 });
  });
});
