import { z } from 'zod';
import { APPLICATION_KINDS, ApplicationInput, ApplicationUpdate } from '@/lib/applications/schema';
import { ApiTokenListQuery, Permission, ScopedPermission } from '@/lib/auth/schema';
import { ObjectId } from '@/lib/format/object-id';
import { RoleInput } from '@/lib/roles/schema';
import { Affected, EpochMs } from './answers';
import type { RouteEntries } from './route-entry';

const Role = z.object({
  id: ObjectId.optional().describe('Absent for a ready-made role, which cannot be changed'),
  name: z.string(),
  description: z.string().optional(),
  permissions: z.array(Permission),
  users: z.number().int().min(0).describe('How many users hold it'),
});

const Application = z.object({
  id: ObjectId,
  name: z.string(),
  kind: z.enum(APPLICATION_KINDS),
  clientId: z.string().describe('OAuth2 client id or OAuth1 consumer key'),
  confidential: z.boolean(),
  secretLastFour: z.string().optional(),
  enabled: z.boolean(),
  lastUsedAt: EpochMs.optional(),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
});
const Secret = z.string().describe('Shown this once');

const ApiTokenSummary = z.object({
  id: ObjectId,
  name: z.string(),
  lastFour: z.string(),
  permissions: z.array(ScopedPermission).optional().describe('Absent: all that its user may do'),
  user: z.object({ id: ObjectId, email: z.string(), enabled: z.boolean() }).optional().describe('Who made it'),
  own: z.boolean(),
  expiresAt: EpochMs.optional(),
  lastUsedAt: EpochMs.optional(),
  creationTimestamp: EpochMs,
});

export const credentialRoutes = {
  'GET /api/v1/roles': {
    permission: 'VIEW_SETTINGS',
    summary: 'List roles with their permissions',
    answer: z.array(Role),
  },
  'POST /api/v1/roles': {
    permission: 'MANAGE_USERS',
    summary: 'Create a role',
    description: 'Nobody can put into a role what they do not hold.',
    body: RoleInput,
    answer: Role,
    errors: [17, 27],
  },
  'PUT /api/v1/roles/{id}': {
    permission: 'MANAGE_USERS',
    summary: 'Change a role',
    description: 'Whoever holds it may do what it says from their next request on.',
    body: RoleInput,
    answer: Role,
    errors: [17],
  },
  'DELETE /api/v1/roles/{id}': {
    permission: 'MANAGE_USERS',
    summary: 'Delete a role that nobody holds',
    answer: Affected,
    errors: [27],
  },
  'GET /api/v1/applications': {
    permission: 'VIEW_SETTINGS',
    summary: 'List applications: OAuth2 clients and OAuth1 consumers',
    answer: z.array(Application),
  },
  'POST /api/v1/applications': {
    permission: 'MANAGE_TOKENS',
    summary: 'Create an application',
    body: ApplicationInput,
    answer: z.object({ application: Application, secret: Secret.optional() }),
    errors: [17],
  },
  'PUT /api/v1/applications/{id}': {
    permission: 'MANAGE_TOKENS',
    summary: 'Rename, disable or enable an application',
    description: 'While it is disabled, tokens that it got are of no use.',
    body: ApplicationUpdate,
    answer: Application,
    errors: [17],
  },
  'POST /api/v1/applications/{id}/rotate': {
    permission: 'MANAGE_TOKENS',
    summary: 'Give an application a new secret',
    description: 'The old one stops working at once.',
    answer: z.object({ secret: Secret }),
    errors: [27],
  },
  'DELETE /api/v1/applications/{id}': {
    permission: 'MANAGE_TOKENS',
    summary: 'Delete an application',
    description: 'Every token that it got for somebody ends with it.',
    answer: Affected,
  },
  'GET /api/v1/tokens': {
    permission: 'signedIn',
    summary: 'List API tokens, newest first',
    description: 'One’s own; with MANAGE_TOKENS those of everybody.',
    query: ApiTokenListQuery,
    answer: z.object({ data: z.array(ApiTokenSummary), nextBefore: ObjectId.optional() }),
  },
} as const satisfies RouteEntries;
