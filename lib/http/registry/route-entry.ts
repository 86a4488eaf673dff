import type { z } from 'zod';
import type { Permission } from '@/lib/auth/schema';
import type { ErrorCode } from '@/lib/errors/codes';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** A method and a path with its variable parts: `PUT /dispatchers/v1/{id}`. */
export type EntryKey = `${Method} /${string}`;

/**
 * What a permission alone cannot say.
 * named: also who holds it for this one object (`RESOLVE_TEMPLATES:{name}`); the verb knows its name.
 * function: also who the function itself lets in (`executionOptions.permissionMode`); credentials may be absent.
 * signature: also who signs the request with the source's secret; a session cookie does not count.
 */
export interface SpecialPermission {
  permission: Permission;
  or: 'named' | 'function' | 'signature';
}

/**
 * Who may call: anyone, any signed-in caller, who signs with an OAuth1 consumer alone (the verb checks that), or who holds
 * the permission (of several: all of them).
 */
export type RoutePermission =
  | 'public'
  | 'signedIn'
  | 'consumer'
  | Permission
  | readonly Permission[]
  | SpecialPermission;

/** One operation of the HTTP API: what the door checks, and all that the API's description says of it. */
export interface RouteEntry {
  permission: RoutePermission;
  /** A few words, as a heading. */
  summary: string;
  /** What the summary and the schemas do not say. */
  description?: string;
  /** Parts of the path that are no object ids. */
  params?: Readonly<Record<string, z.ZodType>>;
  /** `rql`: the whole query string is a query in RQL. */
  query?: 'rql' | z.ZodObject;
  /** The schema that the verb parses the body with. */
  body?: z.ZodType;
  /** Takes a body of up to 15 MB instead of 1 MB. */
  upload?: true;
  /** The JSON that is answered, as it is on the wire. */
  answer: z.ZodType;
  /** Statuses of a success; 200 unless said otherwise. */
  statuses?: readonly number[];
  /** What is answered when it is no JSON. */
  media?: string;
  /** Codes beyond those that follow from permission, path, query and body. */
  errors?: readonly ErrorCode[];
  /** How often a caller may call it in a minute, when it is more work than most. */
  perMinute?: number;
  /** Its writes are no act that the audit log tells of: events, which are kept themselves. */
  audit?: false;
  /** The Node entry answers it before Next: there is no route file. */
  servedBy?: 'entry';
}

export type RouteEntries = Readonly<Record<EntryKey, RouteEntry>>;
