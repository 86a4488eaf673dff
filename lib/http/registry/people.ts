import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import {
  ChosenPassword,
  OwnDetails,
  PasswordChange,
  USER_STATES,
  UserInput,
  UserListQuery,
  UserUpdate,
} from '@/lib/users/schema';
import { Affected, EpochMs } from './answers';
import { Me } from './auth';
import type { RouteEntries } from './route-entry';

export const User = z.object({
  id: ObjectId,
  email: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  roles: z.array(z.string()),
  state: z.enum(USER_STATES).describe('`invited`: has no password yet'),
  lastSeenAt: EpochMs.optional(),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
});

const PasswordLink = z.object({
  url: z.string().describe('Works once; shown this once'),
  expiresAt: EpochMs,
});

const Sessions = z.array(
  z.object({
    id: ObjectId,
    current: z.boolean().describe('The one of this very request'),
    address: z.string().optional(),
    userAgent: z.string().optional(),
    creationTimestamp: EpochMs,
    lastUsedAt: EpochMs,
    expiresAt: EpochMs.describe('Epoch milliseconds; moves on while it is used'),
  }),
);

export const peopleRoutes = {
  'GET /api/v1/users': {
    permission: 'VIEW_SETTINGS',
    summary: 'List users by their address',
    query: UserListQuery,
    answer: z.object({
      data: z.array(User),
      nextAfter: z.string().optional().describe('Pass as `after` to go on; absent at the end'),
    }),
  },
  'POST /api/v1/users': {
    permission: 'MANAGE_USERS',
    summary: 'Create a user',
    description:
      'Without `password` they choose one by the one-time link that is answered. Nobody can give a role that holds more than they do.',
    body: UserInput,
    answer: z.object({ user: User, passwordLink: PasswordLink.optional() }),
    errors: [17],
  },
  'GET /api/v1/users/{id}': { permission: 'VIEW_SETTINGS', summary: 'Show a user', answer: User },
  'PUT /api/v1/users/{id}': {
    permission: 'MANAGE_USERS',
    summary: 'Change a user',
    description:
      'What is absent stays. New roles end their sessions; disabling ends all that they got by their password. Nobody changes who holds more than they do, or their own roles; the last administrator stays one.',
    body: UserUpdate,
    answer: User,
    errors: [17, 27],
  },
  'DELETE /api/v1/users/{id}': {
    permission: 'MANAGE_USERS',
    summary: 'Delete a user',
    description: 'Their sessions and tokens end with them; what they made stays.',
    answer: Affected,
    errors: [27],
  },
  'POST /api/v1/users/{id}/password-link': {
    permission: 'MANAGE_USERS',
    summary: 'Make a one-time link for a new password',
    description: 'Until it is used the old password stays good.',
    answer: PasswordLink,
    errors: [27],
  },
  'GET /api/v1/users/{id}/sessions': {
    permission: 'MANAGE_USERS',
    summary: 'List the open sessions of a user',
    answer: Sessions,
  },
  'DELETE /api/v1/users/{id}/sessions': {
    permission: 'MANAGE_USERS',
    summary: 'End all sessions of a user',
    answer: Affected,
  },
  'DELETE /api/v1/users/{id}/sessions/{sessionId}': {
    permission: 'MANAGE_USERS',
    summary: 'End a session of a user',
    answer: Affected,
  },
  'PUT /api/v1/me': {
    permission: 'signedIn',
    summary: 'Change what one says of oneself',
    body: OwnDetails,
    answer: Me,
  },
  'POST /api/v1/me/password': {
    permission: 'signedIn',
    summary: 'Change one’s own password',
    description: 'All that was got by the old one ends; the console goes on with a new session.',
    body: PasswordChange,
    answer: z.object({}),
    errors: [211],
  },
  'GET /api/v1/me/sessions': { permission: 'signedIn', summary: 'List one’s own open sessions', answer: Sessions },
  'DELETE /api/v1/me/sessions': {
    permission: 'signedIn',
    summary: 'End all of one’s own sessions but this one',
    answer: Affected,
    errors: [27],
  },
  'DELETE /api/v1/me/sessions/{id}': {
    permission: 'signedIn',
    summary: 'End one of one’s own sessions',
    answer: Affected,
  },
  'POST /api/v1/password': {
    permission: 'public',
    summary: 'Choose a password by a one-time link',
    description: 'And sign in to the console with it. Only the console itself may call.',
    body: ChosenPassword,
    answer: Me,
    errors: [10, 104],
  },
} as const satisfies RouteEntries;
