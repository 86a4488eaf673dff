import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { RotateQuery, SourceInput, SourceName, SourceTestInput, SourceUpdate } from '@/lib/sources/schema';
import { Affected, EpochMs } from './answers';
import { Source } from './console-answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const Secret = z.string().describe('Shown this once');
const params = { name: SourceName };

/** Webhook addresses, and the secrets that their senders sign with. */
export const sourceRoutes = {
  'GET /api/v1/sources': {
    permission: 'VIEW_SOURCES',
    summary: 'List webhook sources',
    answer: z.array(
      Source.extend({
        hours: z.array(Count).describe('Events in each of the last 24 hours, the oldest first'),
        lastEventAt: EpochMs.optional(),
      }),
    ),
  },
  'POST /api/v1/sources': {
    permission: 'MANAGE_SOURCES',
    summary: 'Open a webhook address',
    description: 'Senders POST to `/webhooks/{name}`, signed with its secret (Standard Webhooks).',
    body: SourceInput,
    answer: Source.extend({ secret: Secret }),
    errors: [17],
  },
  'PUT /api/v1/sources/{name}': {
    permission: 'MANAGE_SOURCES',
    summary: 'Say what a source is for',
    params,
    body: SourceUpdate,
    answer: Affected,
    errors: [16],
  },
  'DELETE /api/v1/sources/{name}': {
    permission: 'MANAGE_SOURCES',
    summary: 'Close a webhook address',
    description: 'Its senders are refused from now on. Events that came through it stay. `default` cannot be removed.',
    params,
    answer: Affected,
    errors: [16, 27],
  },
  'POST /api/v1/sources/{name}/rotate': {
    permission: 'MANAGE_SOURCES',
    summary: 'Give a source a new secret',
    description: 'The old one stops working at once, or after `overlapHours` (at most 168).',
    params,
    query: RotateQuery,
    answer: z.object({ secret: Secret, previousSecretUntil: EpochMs.optional() }),
    errors: [16],
  },
  'POST /api/v1/sources/{name}/test': {
    perMinute: 120,
    permission: 'CREATE_EVENTS',
    summary: 'Store an event as if it came through a source',
    description: 'It is treated as any other: what listens to its type really follows.',
    params,
    body: SourceTestInput,
    audit: false,
    answer: z.object({ id: ObjectId, runs: Count }),
    errors: [16],
  },
} as const satisfies RouteEntries;
