import { z } from 'zod';
import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import { EventType } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { FunctionName } from '@/lib/functions/schema';
import { StatisticsQuery } from '@/lib/statistics/schema';
import { MAX_COUNTED, TARGET_CAUSES, TARGET_KINDS, TARGET_STATES } from '@/lib/targets/schema';
import { UNDELIVERED_KINDS } from '@/lib/undelivered/schema';
import { EpochMs } from './answers';
import { Overview, RunCounts } from './console-answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);

const Suggestions = z.array(z.string());
const Statistics = z.object({
  from: EpochMs,
  to: EpochMs,
  bucket: Count.describe('Milliseconds'),
  buckets: z.array(z.object({ at: EpochMs, events: Count, runs: RunCounts })),
  dispatchers: z.array(
    z.object({
      id: ObjectId,
      lastFiredAt: EpochMs.optional(),
      failures24h: Count,
      hours: z.array(Count).describe('Runs in each of the last 24 hours, the oldest first'),
    }),
  ),
  neverFired: z.object({
    total: Count,
    data: z.array(
      z.object({
        id: ObjectId,
        name: z.string().optional(),
        eventType: EventType,
        enabled: z.boolean(),
        creationTimestamp: EpochMs,
        suggestions: Suggestions.describe('Types that did arrive and read much like its own'),
      }),
    ),
  }),
  unheard: z.array(
    z.object({
      type: EventType,
      events: Count,
      lastEventAt: EpochMs,
      suggestions: Suggestions.describe('Types that are listened to and read much like it'),
    }),
  ),
});

const TargetBreaker = z
  .object({
    cause: z.enum(TARGET_CAUSES),
    message: z.string().describe('What the last attempt said'),
    since: EpochMs,
    trips: Count.describe('How many times in a row it was found away'),
    until: EpochMs.describe('When one attempt is made to see whether it is back'),
    probing: z.boolean().describe('That attempt is under way'),
    alert: z.boolean().describe('Somebody must look: it has been away for long, or a setting is wrong'),
  })
  .describe('Why no work is tried there, and until when');

/** What tells at a glance whether somebody must act. */
export const overviewRoutes = {
  'GET /api/v1/overview': {
    permission: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'],
    summary: 'Sum up the last 24 hours',
    answer: Overview,
  },
  'GET /api/v1/statistics': {
    permission: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'],
    summary: 'Show volume and failures over time, and what never meets',
    description: 'At most 200 buckets.',
    query: StatisticsQuery,
    answer: Statistics,
  },
  'GET /api/v1/undelivered': {
    permission: ['VIEW_EVENTS', 'VIEW_MAILS', 'VIEW_TASKS'],
    summary: 'Show what never got delivered',
    description:
      'The newest failed runs, and failed mails and tasks that no event brought about: 10 in all. Each can be retried by the operation of its kind.',
    answer: z.object({
      data: z.array(
        z.object({
          kind: z.enum(UNDELIVERED_KINDS),
          id: ObjectId,
          title: z.string(),
          actionType: z.enum(ACTION_TYPES).optional(),
          eventType: EventType.optional(),
          reason: z.string().optional(),
          at: EpochMs,
        }),
      ),
      runs: z
        .object({ count: Count, complete: z.boolean() })
        .describe('All failed runs; `complete` is false when counting them would have taken too long'),
    }),
  },
  'GET /api/v1/targets': {
    permission: ['VIEW_EVENTS', 'VIEW_TASK_FUNCTIONS'],
    summary: 'Show how it goes at the mail server and at each function',
    description:
      'What needs somebody comes first. A function that has done nothing for a day and waits for nothing is left out.',
    answer: z.object({
      data: z.array(
        z.object({
          kind: z.enum(TARGET_KINDS),
          name: z.string(),
          state: z.enum(TARGET_STATES),
          waiting: Count.max(MAX_COUNTED).describe(`What is due; ${MAX_COUNTED} stands for that many or more`),
          oldestDueAt: EpochMs.optional(),
          attempts: Count.describe('Newest ended attempts of the last 24 hours, at most 20'),
          failed: Count,
          medianMs: z.number().min(0).optional(),
          breaker: TargetBreaker.optional().describe('Only in the state `open`'),
        }),
      ),
    }),
  },
  'POST /api/v1/targets/{kind}/{name}/probe': {
    permission: 'RETRY_RUNS',
    summary: 'Try at once whether a target is back',
    description:
      'One piece of work is tried that waits for it; when it goes well, the rest follows. `name` is that of a function, or `mail`.',
    params: { kind: z.enum(TARGET_KINDS), name: FunctionName },
    answer: TargetBreaker,
    errors: [16, 27],
  },
} as const satisfies RouteEntries;
