import { z } from 'zod';
import {
  ApiTokenInput,
  Email,
  Permission,
  ScopedPermission,
  SetUpInput,
  SignInInput,
  TokenRequest,
} from '@/lib/auth/schema';
import { ObjectId } from '@/lib/format/object-id';
import { Affected, EpochMs, Health, IsoTime } from './answers';
import type { RouteEntries } from './route-entry';

/** RFC 6749 section 5.1, with the ids that the official client expects. */
export const OAuth2Tokens = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number().int().describe('Seconds'),
  refresh_token: z.string().describe('Works once'),
  user_id: ObjectId,
  application_id: ObjectId,
});

/** `oauth_token` and the secret to sign with. */
export const OAuth1Token = z.object({
  id: ObjectId,
  userId: ObjectId,
  applicationId: ObjectId,
  token: z.string(),
  tokenSecret: z.string().describe('Shown this once'),
  creationTimestamp: IsoTime,
  updateTimestamp: IsoTime,
  lastUsedTimestamp: IsoTime,
});

export const Me = z.object({
  id: ObjectId,
  email: Email,
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  roles: z.array(z.string()),
  permissions: z.array(Permission),
});

export const ApiToken = z.object({
  id: ObjectId,
  name: z.string(),
  secret: z.string().describe('Shown this once'),
  permissions: z.array(ScopedPermission),
  expiresAt: EpochMs.optional(),
});

export const authRoutes = {
  'GET /auth/v2/health': { permission: 'public', summary: 'Say that sign-in is served', answer: Health },
  'POST /auth/v2/oauth2/tokens': {
    permission: 'public',
    summary: 'Get OAuth2 tokens',
    description:
      'RFC 6749 token endpoint for the grants `password` and `refresh_token`; takes JSON or a form. A refusal also carries `error` and `error_description` of the RFC.',
    body: TokenRequest,
    answer: OAuth2Tokens,
    errors: [106, 119, 120, 121, 123, 124, 211],
  },
  'POST /auth/v2/oauth1/tokens': {
    permission: 'consumer',
    summary: 'Get an OAuth1 token',
    description:
      'Signed with the consumer alone (RFC 5849, HMAC-SHA1, in the Authorization header). Later requests are signed with the consumer and the token.',
    body: SignInInput,
    answer: OAuth1Token,
    errors: [106, 211],
  },
  'POST /api/v1/session': {
    permission: 'public',
    summary: 'Sign in to the console',
    description:
      'Sets the session cookie. Only the console itself may call: the browser must say that it was its page.',
    body: SignInInput,
    answer: Me,
    errors: [10, 106, 211],
  },
  'DELETE /api/v1/session': {
    permission: 'public',
    summary: 'Sign out of the console',
    answer: z.object({}),
    errors: [10],
  },
  'POST /api/v1/set-up': {
    permission: 'public',
    summary: 'Make the first administrator',
    description: 'With the one-time link that the terminal printed.',
    body: SetUpInput,
    answer: Me,
    errors: [10, 27, 104],
  },
  'GET /api/v1/me': {
    permission: 'signedIn',
    summary: 'Show who is signed in',
    answer: Me,
  },
  'POST /api/v1/tokens': {
    permission: 'MANAGE_TOKENS',
    summary: 'Create an API token',
    description: 'Nobody can hand out what they do not hold.',
    body: ApiTokenInput,
    answer: ApiToken,
  },
  'DELETE /api/v1/tokens/{id}': {
    permission: 'signedIn',
    summary: 'Revoke an API token',
    description: 'One’s own; with MANAGE_TOKENS anybody’s.',
    answer: Affected,
  },
} as const satisfies RouteEntries;
