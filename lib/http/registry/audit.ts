import { z } from 'zod';
import { ACTOR_KINDS } from '@/lib/audit/schema';
import { ObjectId } from '@/lib/format/object-id';
import { AnyJson, EpochMs } from './answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);

const AuditSummary = z.object({
  id: ObjectId,
  sequence: z.number().int().min(1).describe('1, 2, 3, … without a gap'),
  actorKind: z.enum(ACTOR_KINDS),
  actor: z.string().describe('By the names of that time'),
  userId: ObjectId.optional(),
  tokenId: ObjectId.optional(),
  applicationId: ObjectId.optional(),
  address: z.string().optional().describe('Where the request came from'),
  requestId: z.string().optional().describe('The `x-request-id` of its answer'),
  operation: z.string().optional(),
  act: z.string(),
  objectKind: z.string().optional(),
  objectId: z.string().optional(),
  objectName: z.string().optional(),
  fields: z.array(z.string()).describe('Names of a few of the fields that were changed'),
  changeCount: Count,
  creationTimestamp: EpochMs,
});

/** One entry of the audit log with all that was changed. */
export const AuditEntry = AuditSummary.omit({ fields: true, changeCount: true }).extend({
  changes: z.array(z.object({ path: z.string(), from: AnyJson.optional(), to: AnyJson.optional() })),
});

export const auditRoutes = {
  'GET /api/v1/audit': {
    permission: 'VIEW_AUDIT',
    summary: 'List who did what, newest first',
    description:
      'A filter and `limit(n)` (50; at most 100). For the next page add `lt(id,…)` with `nextBefore`; a page may be short while there is one. Fields: `id`, `sequence`, `actor`, `actorKind`, `userId`, `tokenId`, `applicationId`, `address`, `requestId`, `operation`, `act`, `objectKind`, `objectId`, `objectName`, `creationTimestamp`, and `text`: what was changed, as JSON text.',
    query: 'rql',
    answer: z.object({ data: z.array(AuditSummary), nextBefore: ObjectId.optional() }),
  },
  'GET /api/v1/audit/{id}': {
    permission: 'VIEW_AUDIT',
    summary: 'Show what one act changed',
    description: 'Before and after; secrets are masked.',
    answer: AuditEntry,
  },
  'GET /api/v1/audit/verification': {
    perMinute: 60,
    permission: 'VIEW_AUDIT',
    summary: 'Check that the audit log is as it was written',
    description:
      'Each entry carries a hash over itself and the entry before. Checked from the newest backwards for two seconds; `complete` says whether that was enough for all.',
    answer: z.object({
      verified: Count,
      complete: z.boolean(),
      brokenAt: Count.optional().describe('The newest entry that does not fit'),
      head: z.object({ sequence: Count, hash: z.string() }).optional().describe('Of the newest entry'),
    }),
  },
} as const satisfies RouteEntries;
