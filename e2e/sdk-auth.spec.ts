import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  AccessTokenExpiredError,
  AccessTokenUnknownError,
  AuthenticationError,
  createOAuth1Client,
  createOAuth2Client,
  DuplicateRequestError,
  OAuth2ClientIdError,
  OAuth2ClientSecretError,
  OauthKeyError,
  OauthSignatureError,
  OauthTokenError,
  RefreshTokenUnknownError,
  ResourceUnknownError,
  rqlBuilder,
  type TokenDataOauth2,
  UnsupportedGrantError,
  UserNotAuthenticatedError,
} from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import SqliteDatabase from 'better-sqlite3';
import { ADMIN, CLIENT_ID, type DispatchersServer, freePort, startDispatchers } from './fixtures/dispatchers-server';
import { AWKWARD, clientWithToken, errorOf } from './fixtures/official-client';

const CONSUMER = { consumerKey: 'cli', consumerSecret: 'sécret & "quoted"/+' };
const USER = { username: ADMIN.email, password: ADMIN.password };
let server: DispatchersServer;
let proxy: Server;
let proxyUrl: string;

test.beforeAll(async () => {
  const proxyPort = await freePort();
  proxyUrl = `http://localhost:${proxyPort}`;
  const oauth1 = { OAUTH1_CONSUMER_KEY: CONSUMER.consumerKey, OAUTH1_CONSUMER_SECRET: CONSUMER.consumerSecret };
  server = await startDispatchers({ env: { ...oauth1, PUBLIC_URL: proxyUrl } });
  proxy = await startProxy(proxyPort, server.port);
});
test.afterAll(async () => {
  proxy?.close();
  await server?.stop();
  server?.cleanUp();
});

/** A reverse proxy as operators put in front: the server behind it sees another host. */
async function startProxy(port: number, targetPort: number): Promise<Server> {
  const listening = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const options = {
      host: '127.0.0.1',
      port: targetPort,
      method,
      path: url,
      headers: { ...headers, host: 'internal' },
    };
    const outgoing = forward(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  }).listen(port, '127.0.0.1');
  await once(listening, 'listening');
  expect((listening.address() as AddressInfo).port).toBe(port);
  return listening;
}

/** Makes every access token of the server expire, as an hour's wait would. */
function expireAccessTokens(): void {
  const database = new SqliteDatabase(path.join(server.dataDir, 'dispatchers.db'));
  const { changes } = database.prepare("UPDATE tokens SET expires_at = 1 WHERE kind = 'oauth2_access'").run();
  database.close();
  expect(changes).toBeGreaterThan(0);
}

const oauth2 = (over: object = {}) => createOAuth2Client({ host: server.url, clientId: CLIENT_ID, ...over });
const oauth1 = (over: object = {}) => createOAuth1Client({ host: server.url, ...CONSUMER, ...over });
async function signedInByOAuth1(over: object = {}) {
  const exh = oauth1(over);
  await exh.auth.authenticate({ email: ADMIN.email, password: ADMIN.password });
  return exh;
}

test.describe('OAuth2', () => {
  test('signs in by password, and every following call is the user’s', async () => {
    const exh = oauth2();
    const tokens = await exh.auth.authenticate(USER);
    expect(tokens).toMatchObject({
      tokenType: 'bearer',
      accessToken: expect.stringMatching(/\S+/),
      refreshToken: expect.stringMatching(/\S+/),
      expiresIn: 3_600,
      userId: expect.stringMatching(/^[0-9a-f]{24}$/),
      applicationId: expect.stringMatching(/^[0-9a-f]{24}$/),
      creationTimestamp: expect.any(Date),
    });
    const task = await exh.tasks.create({ functionName: 'none', startTimestamp: new Date('2030-01-01') });
    expect(task).toMatchObject({ createdByUserId: tokens.userId, createdByApplicationId: tokens.applicationId });
  });

  test('an access token that has expired is refreshed by the client, unseen', async () => {
    const fresh: TokenDataOauth2[] = [];
    const exh = oauth2({ freshTokensCallback: (tokens: TokenDataOauth2) => fresh.push(tokens) });
    const first = await exh.auth.authenticate(USER);
    const stale = clientWithToken(server, first.accessToken);
    expireAccessTokens();
    expect((await exh.dispatchers.find()).data).toEqual([]);
    expect(fresh).toHaveLength(2);
    expect(fresh[1]?.accessToken).not.toBe(first.accessToken);
    // This one cannot be refreshed: the refusal of its refresh token is what the caller sees.
    expect(await errorOf(() => stale.dispatchers.find())).toBeInstanceOf(RefreshTokenUnknownError);
  });

  test('an expired and an unknown access token are told apart', async () => {
    const exh = oauth2();
    const { accessToken } = await exh.auth.authenticate(USER);
    expireAccessTokens();
    const noRefresh = { isRetryWithRefreshedTokens: true } as object;
    const call = (token: string) => () => clientWithToken(server, token).raw.get('/dispatchers/v1/', noRefresh);
    expect(await errorOf(call(accessToken))).toBeInstanceOf(AccessTokenExpiredError);
    expect(await errorOf(call('nonsense'))).toBeInstanceOf(AccessTokenUnknownError);
  });

  test('a refresh token works once; the second use ends what the first one gave', async () => {
    const exh = oauth2();
    const { refreshToken } = await exh.auth.authenticate(USER);
    const second = await oauth2().auth.authenticate({ refreshToken });
    expect(await errorOf(() => oauth2().auth.authenticate({ refreshToken }))).toBeInstanceOf(RefreshTokenUnknownError);
    const { refreshToken: successor } = second;
    expect(await errorOf(() => oauth2().auth.authenticate({ refreshToken: successor }))).toBeInstanceOf(
      RefreshTokenUnknownError,
    );
  });

  test('what is refused comes as the error class of the client', async () => {
    const wrong = { ...USER, password: 'wrong' };
    expect(await errorOf(() => oauth2().auth.authenticate(wrong))).toBeInstanceOf(AuthenticationError);
    expect(await errorOf(() => oauth2({ clientId: 'no' }).auth.authenticate(USER))).toBeInstanceOf(OAuth2ClientIdError);
    expect(await errorOf(() => oauth2().auth.authenticate({ code: 'x' }))).toBeInstanceOf(UnsupportedGrantError);
    const loggedOut = oauth2();
    await loggedOut.auth.authenticate(USER);
    loggedOut.auth.logout();
    expect(await errorOf(() => loggedOut.dispatchers.find())).toBeInstanceOf(UserNotAuthenticatedError);
  });

  test('an application with a secret must show it', async () => {
    const secret = randomBytes(12).toString('base64');
    const guarded = await startDispatchers({ env: { OAUTH2_CLIENT_SECRET: secret } });
    try {
      const host = guarded.url;
      expect(await errorOf(() => oauth2({ host }).auth.authenticate(USER))).toBeInstanceOf(OAuth2ClientSecretError);
      const exh = oauth2({ host, clientSecret: secret });
      await exh.auth.authenticate(USER);
      expect((await exh.dispatchers.find()).data).toEqual([]);
    } finally {
      await guarded.stop();
      guarded.cleanUp();
    }
  });
});

test.describe('OAuth1', () => {
  test('signs in with the consumer, and signs every following call with the token', async () => {
    const exh = oauth1();
    const tokens = await exh.auth.authenticate({ email: ADMIN.email, password: ADMIN.password });
    expect(tokens).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      key: expect.stringMatching(/\S+/),
      secret: expect.stringMatching(/\S+/),
      userId: expect.stringMatching(/^[0-9a-f]{24}$/),
      applicationId: expect.stringMatching(/^[0-9a-f]{24}$/),
      creationTimestamp: expect.any(Date),
      updateTimestamp: expect.any(Date),
    });
    const made = await exh.dispatchers.create({ eventType: 'signed', name: AWKWARD, actions: [] });
    const byName = rqlBuilder().in('name', [AWKWARD, '%+*!~']).ge('creationTimestamp', '2026-01-01').build();
    expect((await exh.dispatchers.find({ rql: byName })).data).toEqual([made]);
    await exh.dispatchers.update(made.id, { description: 'é&=+ %' });
    expect((await exh.dispatchers.findAll()).map(({ description }) => description)).toEqual(['é&=+ %']);
    expect(await exh.dispatchers.remove(made.id)).toEqual({ affectedRecords: 1 });
    expect(await errorOf(() => exh.dispatchers.remove(made.id))).toBeInstanceOf(ResourceUnknownError);
  });

  test('also signs events, which the server answers by a way of its own', async () => {
    const exh = await signedInByOAuth1();
    const content = { customKey: AWKWARD };
    const event = await exh.events.create({ type: 'signed', content }, { normalizeEventContent: false });
    expect(event).toMatchObject({ type: 'signed', content });
  });

  test('goes on with a stored token, checked first or not', async () => {
    const { key: token, secret: tokenSecret } = await oauth1().auth.authenticate({
      email: ADMIN.email,
      password: ADMIN.password,
    });
    const checked = oauth1();
    expect(await checked.auth.authenticate({ token, tokenSecret })).toMatchObject({
      userId: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect((await checked.dispatchers.find()).page.offset).toBe(0);
    const unchecked = oauth1();
    await unchecked.auth.authenticate({ token, tokenSecret, skipTokenCheck: true });
    expect((await unchecked.dispatchers.find()).page.offset).toBe(0);
    expect((await oauth1({ token, tokenSecret }).dispatchers.find()).page.offset).toBe(0);
  });

  test('works behind a proxy, where the public address is what is signed', async () => {
    const exh = await signedInByOAuth1({ host: proxyUrl });
    const rql = rqlBuilder().eq('name', AWKWARD).build();
    expect((await exh.dispatchers.find({ rql })).data).toEqual([]);
    await exh.events.create({ type: 'signed', content: {} });
  });

  test('a request that was seen once is refused the second time', async () => {
    const sent: { url?: string; headers?: Record<string, string> }[] = [];
    const exh = await signedInByOAuth1({ requestLogger: (config: object) => sent.push(config) });
    await exh.dispatchers.find();
    const last = sent.at(-1);
    const replay = await fetch(`${server.url}${last?.url}`, {
      headers: { authorization: String(last?.headers?.Authorization) },
    });
    expect({ status: replay.status, body: await replay.json() }).toMatchObject({ status: 401, body: { code: 110 } });
    const again = () =>
      oauth2().raw.get('/dispatchers/v1/', { headers: { Authorization: String(last?.headers?.Authorization) } });
    expect(await errorOf(again)).toBeInstanceOf(DuplicateRequestError);
  });

  test('what is refused comes as the error class of the client', async () => {
    const login = { email: ADMIN.email, password: ADMIN.password };
    expect(await errorOf(() => oauth1({ consumerKey: 'no' }).auth.authenticate(login))).toBeInstanceOf(OauthKeyError);
    expect(await errorOf(() => oauth1({ consumerSecret: 'no' }).auth.authenticate(login))).toBeInstanceOf(
      OauthSignatureError,
    );
    expect(await errorOf(() => oauth1().auth.authenticate({ ...login, password: 'no' }))).toBeInstanceOf(
      AuthenticationError,
    );
    const strange = oauth1({ token: 'no', tokenSecret: 'no' });
    expect(await errorOf(() => strange.dispatchers.find())).toBeInstanceOf(OauthTokenError);
    expect(await errorOf(() => strange.auth.authenticate({ token: 'no', tokenSecret: 'no' }))).toBeInstanceOf(
      OauthTokenError,
    );
    expect(await errorOf(() => oauth1().dispatchers.find())).toBeInstanceOf(UserNotAuthenticatedError);
  });
});
