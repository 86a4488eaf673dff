import { z } from 'zod';
import { Email, Password } from '@/lib/auth/schema';
import { isLanguageCode, isTimeZone } from '@/lib/format/locale';

export const USER_PAGE_SIZE = 50;

/** A name that may be left empty: an empty one is none. */
const PersonName = z
  .string()
  .trim()
  .max(64)
  .transform((text) => text || null);
const Language = z.string().trim().max(16).refine(isLanguageCode, "must be a language such as 'EN' or 'nl-BE'");
const TimeZone = z.string().trim().max(64).refine(isTimeZone, "must be a time zone such as 'Europe/Brussels'");

/** What a person may say of themselves. `null` takes it back. */
export const UserDetails = z.object({
  firstName: PersonName.nullable().optional(),
  lastName: PersonName.nullable().optional(),
  language: Language.nullable().optional(),
  timeZone: TimeZone.nullable().optional(),
});
export type UserDetails = z.infer<typeof UserDetails>;

/** Body of `PUT /api/v1/me`: at least one detail, so that a misspelt one is not taken for a change. */
export const OwnDetails = UserDetails.refine((details) => Object.keys(details).length > 0, 'needs at least one detail');

const RoleNames = z.array(z.string().trim().min(1).max(64)).min(1, 'needs at least one role').max(20);

export const UserInput = UserDetails.extend({
  email: Email,
  roles: RoleNames,
  /** Without one the user chooses it by a one-time link. */
  password: Password.optional(),
});
export type UserInput = z.infer<typeof UserInput>;

export const UserUpdate = UserDetails.extend({
  email: Email.optional(),
  roles: RoleNames.optional(),
  enabled: z.boolean().optional(),
});
export type UserUpdate = z.infer<typeof UserUpdate>;

/** As a form has them: what is left empty is none. */
const Emptied = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text: string) => text.trim() || null, schema);

/** What a person says of themselves in a form. */
export const DetailsForm = z.object({
  firstName: PersonName,
  lastName: PersonName,
  language: Emptied(Language.nullable()),
  timeZone: Emptied(TimeZone.nullable()),
});

/** A whole user in a form. */
export const UserForm = DetailsForm.extend({ email: Email, roles: RoleNames });

export const USER_STATES = ['active', 'invited', 'disabled'] as const;
/** `invited`: has no password yet. */
export type UserState = (typeof USER_STATES)[number];

export const UserListQuery = z.object({
  search: z.string().trim().max(254).optional(),
  role: z.string().max(64).optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
  /** The address of the last one of the page before. */
  after: z.string().max(254).optional(),
});
export type UserListQuery = z.infer<typeof UserListQuery>;

/** A user, as the console shows them. */
export interface UserView {
  id: string;
  email: string;
  firstName?: string;
  lastName?: string;
  language?: string;
  timeZone?: string;
  roles: string[];
  state: UserState;
  lastSeenAt?: number;
  creationTimestamp: number;
  updateTimestamp: number;
}

export interface UserList {
  data: UserView[];
  /** Pass as `after` to go on; absent at the end. */
  nextAfter?: string;
}

/** The way to a password of one's own: works once. */
export interface PasswordLink {
  url: string;
  expiresAt: number;
}

export interface CreatedUser {
  user: UserView;
  passwordLink?: PasswordLink;
}

export const ChosenPassword = z.object({ token: z.string().min(1).max(512), password: Password });
export type ChosenPassword = z.infer<typeof ChosenPassword>;

export const PasswordChange = z.object({
  currentPassword: z.string().min(1, 'is required').max(1_024),
  newPassword: Password,
});
export type PasswordChange = z.infer<typeof PasswordChange>;

/** A sign-in that is still good. */
export interface SessionView {
  id: string;
  current: boolean;
  address?: string;
  userAgent?: string;
  creationTimestamp: number;
  lastUsedAt: number;
  expiresAt: number;
}
