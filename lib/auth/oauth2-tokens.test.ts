import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertApplication } from '@/db/applications';
import { uniqueName } from '@/db/testing';
import type { User } from '@/db/users';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { authenticateBearer } from './authenticate';
import { toOAuth2Error } from './oauth2-http';
import { issueOAuth2Tokens, type TokenResponse } from './oauth2-tokens';
import { newUser, PASSWORD } from './testing';

const NOW = Date.UTC(2026, 4, 17, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SECRET = 'a client secret';

let server: PrivateServer;
let user: User;
beforeAll(async () => {
  server = await startPrivateServer();
  const sealed = server.context.secretBox.seal(SECRET, 'applications.secret:confidential');
  await insertApplication({ name: 'a', kind: 'oauth2', clientId: 'public', secretCiphertext: null }, NOW);
  await insertApplication({ name: 'b', kind: 'oauth2', clientId: 'confidential', secretCiphertext: sealed }, NOW);
  await insertApplication({ name: 'c', kind: 'oauth1', clientId: 'consumer', secretCiphertext: sealed }, NOW);
});
afterAll(() => server.close());
beforeEach(async () => {
  user = await newUser(NOW, ['Viewer']);
});

type Basic = { id: string; secret: string };
const request = (body: object, options: { basic?: Basic; now?: number } = {}) =>
  issueOAuth2Tokens({ client_id: 'public', ...body }, options.basic, uniqueName('address'), options.now ?? NOW);
const byPassword = (body: object = {}, options: { basic?: Basic; now?: number } = {}) =>
  request({ grant_type: 'password', username: user.email, password: PASSWORD, ...body }, options);
const refresh = (tokens: TokenResponse, now = NOW, body: object = {}) =>
  request({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...body }, { now });
const codeOf = async (act: () => Promise<unknown>) => (await refusalOf(act)).code;
const bearerCode = (token: string, now = NOW) => codeOf(() => authenticateBearer(token, now));

describe('S-13: the grant password', () => {
  it('gives an access token for an hour, with what the user’s roles may do, and a refresh token', async () => {
    const tokens = await byPassword();
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3_600, user_id: user.id });
    const principal = await authenticateBearer(tokens.access_token, NOW);
    expect(principal).toMatchObject({ kind: 'token', userId: user.id, applicationId: tokens.application_id });
    expect([principal.permissions.has('VIEW_EVENTS'), principal.permissions.has('CREATE_EVENTS')]).toEqual([
      true,
      false,
    ]);
    await authenticateBearer(tokens.access_token, NOW + HOUR_MS - 1);
    expect(await bearerCode(tokens.access_token, NOW + HOUR_MS)).toBe(118);
  });

  it('takes the address in any case and with spaces around it', async () => {
    expect(await byPassword({ username: ` ${user.email.toUpperCase()} ` })).toMatchObject({ user_id: user.id });
  });

  it.each([
    [121, { grant_type: 'client_credentials' }],
    [121, { grant_type: undefined }],
    [121, { grant_type: 'constructor' }],
    [123, { client_id: 'nobody' }],
    [123, { client_id: undefined }],
    [123, { client_id: 'consumer', client_secret: SECRET }],
    [124, { client_id: 'confidential' }],
    [124, { client_id: 'confidential', client_secret: `${SECRET}!` }],
    [106, { password: 'wrong' }],
    [106, { password: undefined }],
    [106, { username: undefined }],
  ])('answers %i to %j', async (code, body) => {
    expect(await codeOf(() => byPassword(body))).toBe(code);
  });

  it('takes the client’s secret from the body or from a Basic header', async () => {
    expect(await byPassword({ client_id: 'confidential', client_secret: SECRET })).toHaveProperty('access_token');
    const basic = { id: 'confidential', secret: SECRET };
    expect(await byPassword({ client_id: undefined }, { basic })).toHaveProperty('access_token');
    expect(await codeOf(() => byPassword({}, { basic: { ...basic, secret: 'x' } }))).toBe(124);
  });

  it('refuses in the words of RFC 6749, with the contract’s own beside them', async () => {
    const answers = [
      { refusal: await refusalOf(() => byPassword({ password: 'wrong' })), error: 'invalid_grant' },
      { refusal: await refusalOf(() => byPassword({ client_id: 'nobody' })), error: 'invalid_client' },
      { refusal: await refusalOf(() => byPassword({ grant_type: 'x' })), error: 'unsupported_grant_type' },
    ];
    for (const { refusal, error } of answers) {
      const response = toOAuth2Error(refusal);
      expect(response.status).toBe(refusal.status);
      expect(await response.json()).toMatchObject({ error, code: refusal.code, exh_error: refusal.toBody() });
    }
  });
});

describe('S-13: the grant refresh_token', () => {
  it('gives new tokens of the same user, and works once', async () => {
    const first = await byPassword();
    const second = await refresh(first, NOW + DAY_MS);
    expect(second).toMatchObject({ user_id: user.id, application_id: first.application_id });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await authenticateBearer(second.access_token, NOW + DAY_MS);
    expect(await codeOf(() => refresh(first, NOW + DAY_MS))).toBe(119);
  });

  it('used a second time was stolen: everything that came from that sign-in is revoked, and nothing else', async () => {
    const first = await byPassword();
    const elsewhere = await byPassword();
    const second = await refresh(first);
    expect(await codeOf(() => refresh(first))).toBe(119);
    expect(await bearerCode(first.access_token)).toBe(117);
    expect(await bearerCode(second.access_token)).toBe(117);
    expect(await codeOf(() => refresh(second))).toBe(119);
    await authenticateBearer(elsewhere.access_token, NOW);
    await refresh(elsewhere);
  });

  it('sent twice at once gives tokens to one of them at most', async () => {
    const first = await byPassword();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => refresh(first)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('expires after 90 days', async () => {
    const first = await byPassword();
    expect(await codeOf(() => refresh(first, NOW + 90 * DAY_MS))).toBe(120);
    expect(await refresh(first, NOW + 90 * DAY_MS - 1)).toHaveProperty('access_token');
  });

  it('works for the application that got it only', async () => {
    const tokens = await byPassword();
    const other = { client_id: 'confidential', client_secret: SECRET };
    expect(await codeOf(() => refresh(tokens, NOW, other))).toBe(119);
    expect(await refresh(tokens)).toHaveProperty('access_token');
  });

  it('refuses what is no refresh token: nothing, an unknown one, an access token', async () => {
    const tokens = await byPassword();
    for (const refresh_token of [undefined, '', 'dsp_refresh_unknown', tokens.access_token]) {
      expect(await codeOf(() => request({ grant_type: 'refresh_token', refresh_token }))).toBe(119);
    }
    expect(await bearerCode(tokens.refresh_token)).toBe(117);
  });
});
