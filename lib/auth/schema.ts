import { z } from 'zod';
import { MAX_INSTANT_MS } from '@/lib/format/instant';
import { ObjectId } from '@/lib/format/object-id';

/** Every permission of the contract and of the console. A role is a set of these. */
export const PERMISSIONS = [
  'VIEW_DISPATCHERS',
  'CREATE_DISPATCHERS',
  'UPDATE_DISPATCHERS',
  'DELETE_DISPATCHERS',
  'VIEW_EVENTS',
  'CREATE_EVENTS',
  'VIEW_SUBSCRIPTIONS',
  'VIEW_TEMPLATES',
  'CREATE_TEMPLATES',
  'UPDATE_TEMPLATES',
  'DELETE_TEMPLATES',
  'RESOLVE_TEMPLATES',
  'CREATE_LOCALIZATIONS',
  'UPDATE_LOCALIZATIONS',
  'DELETE_LOCALIZATIONS',
  'VIEW_MAILS',
  'SEND_MAILS',
  'DELETE_MAILS',
  'VIEW_TASKS',
  'CREATE_TASKS',
  'CANCEL_TASKS',
  'VIEW_TASK_LOGS',
  'VIEW_TASK_FUNCTIONS',
  'CREATE_TASK_FUNCTION',
  'VIEW_TASK_FUNCTION_DETAILS',
  'UPDATE_TASK_FUNCTION',
  'DELETE_TASK_FUNCTION',
  'EXECUTE_TASK_FUNCTION',
  'VIEW_TASK_SCHEDULES',
  'CREATE_TASK_SCHEDULE',
  'DELETE_TASK_SCHEDULE',
  'RETRY_RUNS',
  'CANCEL_RUNS',
  'REPLAY_EVENTS',
  'VIEW_SOURCES',
  'MANAGE_SOURCES',
  'MANAGE_USERS',
  'MANAGE_TOKENS',
  'VIEW_SETTINGS',
  'MANAGE_SETTINGS',
  'VIEW_AUDIT',
  'VIEW_METRICS',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
export const Permission = z.enum(PERMISSIONS);

const VIEWS = PERMISSIONS.filter((p) => p.startsWith('VIEW_') && p !== 'VIEW_AUDIT');

/** The ready-made roles. */
export const ROLES = {
  Administrator: PERMISSIONS,
  Configurator: PERMISSIONS.filter((p) => !p.startsWith('MANAGE_') && p !== 'VIEW_AUDIT'),
  Operator: [...VIEWS, 'CREATE_EVENTS', 'RETRY_RUNS', 'CANCEL_RUNS', 'REPLAY_EVENTS', 'CANCEL_TASKS', 'DELETE_MAILS'],
  Viewer: VIEWS,
} as const satisfies Record<string, readonly Permission[]>;
export type RoleName = keyof typeof ROLES;
export const RoleName = z.enum(['Administrator', 'Configurator', 'Operator', 'Viewer']);

/** True for a role that comes with the server. */
export function isReadyMade(role: string): role is RoleName {
  return Object.hasOwn(ROLES, role);
}

export const PASSWORD_MIN_LENGTH = 12;
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));
export const Password = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `at least ${PASSWORD_MIN_LENGTH} characters`)
  .refine((value) => new TextEncoder().encode(value).length <= 1_024, 'at most 1,024 bytes');

export const SignInInput = z.object({ email: Email, password: z.string().min(1, 'is required').max(1_024) });
export type SignInInput = z.infer<typeof SignInInput>;

/** Making the first administrator with the one-time link that the terminal printed. */
export const SetUpInput = z.object({ token: z.string().min(1), email: Email, password: Password });
export type SetUpInput = z.infer<typeof SetUpInput>;

/** Who the caller is, as the console sees it. */
export interface Me {
  id: string;
  email: string;
  firstName?: string;
  lastName?: string;
  language?: string;
  timeZone?: string;
  roles: string[];
  permissions: Permission[];
}

/** The permission that calls one named object only: `EXECUTE_TASK_FUNCTION:{name}`, `RESOLVE_TEMPLATES:{name}`. */
export type ScopedPermission = Permission | `${'EXECUTE_TASK_FUNCTION' | 'RESOLVE_TEMPLATES'}:${string}`;

/** A permission, whole or for one name. */
export const ScopedPermission: z.ZodType<ScopedPermission, ScopedPermission> = z.union([
  Permission,
  z.templateLiteral([z.enum(['EXECUTE_TASK_FUNCTION', 'RESOLVE_TEMPLATES']), ':', z.string().min(1).max(128)]),
]);

export const ApiTokenInput = z.object({
  name: z.string().trim().min(1, 'is required').max(128),
  permissions: z.array(ScopedPermission).min(1, 'needs at least one permission').max(100),
  /** Epoch milliseconds; absent: until revoked. */
  expiresAt: z.number().int().positive().max(MAX_INSTANT_MS, 'must be before the year 10000').optional(),
});
export type ApiTokenInput = z.infer<typeof ApiTokenInput>;

export const ApiTokenListQuery = z.object({
  /** The id of the last one of the page before. */
  before: ObjectId.optional(),
});

/** An API token, as it is listed: nothing of its secret but the end. */
export interface ApiTokenView {
  id: string;
  name: string;
  lastFour: string;
  /** Absent: all that its user may do. */
  permissions?: ScopedPermission[];
  /** Who made it. */
  user?: { id: string; email: string; enabled: boolean };
  own: boolean;
  expiresAt?: number;
  lastUsedAt?: number;
  creationTimestamp: number;
}

export interface ApiTokenList {
  data: ApiTokenView[];
  /** Pass as `before` to go on; absent at the end. */
  nextBefore?: string;
}

/** A new API token. `secret` is shown this once. */
export interface CreatedApiToken {
  id: string;
  name: string;
  secret: string;
  permissions: ScopedPermission[];
  expiresAt?: number;
}

/** Body of the OAuth2 token endpoint (RFC 6749 sections 4.3.2 and 6). Which fields a grant needs, the grant says. */
export const TokenRequest = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().max(256).optional(),
  client_secret: z.string().max(512).optional(),
  username: z.string().max(254).optional(),
  password: z.string().max(1_024).optional(),
  refresh_token: z.string().max(512).optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;
