import { z } from 'zod';
import { ACTION_EFFECTS, EffectInput, EVENT_EFFECTS, PreviewEventsInput } from '@/lib/back-test/schema';
import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import { Dispatcher, DispatcherListQuery, EventType, RevisionListQuery } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { EpochMs } from './answers';
import { Problem } from './console-answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const ActionType = z.enum(ACTION_TYPES);

const DispatcherSummary = Dispatcher.extend({
  actions: z.array(z.object({ id: ObjectId, type: ActionType, name: z.string().optional(), enabled: z.boolean() })),
  lastFiredAt: EpochMs.optional().describe('Of its newest run that is still stored'),
  failures24h: Count,
  hours: z.array(Count).describe('Runs in each of the last 24 hours, the oldest first'),
  suggestions: z.array(z.string()).describe('Types that did arrive and read much like its own, which did not'),
});

const PlanSummary = z.union([
  z.object({
    status: z.literal('ready'),
    type: z.literal('mail'),
    to: z.array(z.string()).describe('The first 3'),
    recipients: Count.describe('To, cc and bcc together'),
    subject: z.string(),
  }),
  z.object({
    status: z.literal('ready'),
    type: z.literal('task'),
    functionName: z.string(),
    startTimestamp: EpochMs,
  }),
  z.object({ status: z.literal('problem'), problems: z.array(Problem) }),
]);

const Totals = z.object({ mails: Count, tasks: Count, problems: Count });
const ActionEffect = z.object({
  effect: z.enum(ACTION_EFFECTS),
  actionType: ActionType,
  index: Count.describe('Its place in the draft; of one that stops, its place in what is stored'),
  name: z.string().optional(),
  fields: z.array(z.string()).optional().describe('Which parts of the mail or task are another'),
  problems: z.array(Problem).optional(),
});

const FacetValues = z.array(z.object({ value: z.string(), count: Count }));

/** What the console shows of dispatchers before and after they are saved. */
export const backTestRoutes = {
  'GET /api/v1/dispatchers': {
    permission: ['VIEW_DISPATCHERS', 'VIEW_EVENTS'],
    summary: 'List dispatchers with what each did lately',
    description: '`neverFired`: without any run that is still stored. What never fired sorts below all that did.',
    query: DispatcherListQuery,
    answer: z.object({
      page: z.object({ total: Count, offset: Count, limit: Count }),
      data: z.array(DispatcherSummary),
    }),
  },
  'GET /api/v1/dispatchers/facets': {
    permission: 'VIEW_DISPATCHERS',
    summary: 'List event types and tags that dispatchers have',
    description: 'The most used first, at most 500 of each.',
    answer: z.object({ eventTypes: z.array(z.object({ value: EventType, count: Count })), tags: FacetValues }),
  },
  'GET /api/v1/dispatchers/{id}/revisions': {
    permission: 'VIEW_DISPATCHERS',
    summary: 'Show what a dispatcher was before',
    description:
      'The newest first; the first is what it is now, or was when it was removed. `by` is told with VIEW_AUDIT.',
    query: RevisionListQuery,
    answer: z.object({
      data: z.array(
        z.object({ id: ObjectId, creationTimestamp: EpochMs, definition: Dispatcher, by: z.string().optional() }),
      ),
      nextBefore: ObjectId.optional(),
    }),
  },
  'POST /api/v1/dispatchers/{id}/restore': {
    permission: 'CREATE_DISPATCHERS',
    summary: 'Bring a removed dispatcher back',
    description:
      'With its id and those of its actions. It hears events from now on; those that came in meanwhile it did not hear.',
    answer: Dispatcher,
    errors: [17, 27],
  },
  'POST /api/v1/preview/events': {
    perMinute: 600,
    permission: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'],
    summary: 'Show what actions would do for the newest events of a type',
    description:
      'In short: one plan per event and action. Fewer events when planning takes long. Nothing is stored or sent.',
    body: PreviewEventsInput,
    answer: z.object({
      events: z.array(z.object({ id: ObjectId, creationTimestamp: EpochMs, plans: z.array(PlanSummary) })),
    }),
  },
  'POST /api/v1/preview/effect': {
    perMinute: 600,
    permission: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'],
    summary: 'Show what saving a dispatcher would change',
    description:
      'The newest 50 events of its type, planned with what is stored and with the draft. Without `dispatcherId` nothing is stored yet. Nothing is stored or sent.',
    body: EffectInput,
    answer: z.object({
      updateTimestamp: EpochMs.optional(),
      events: z.array(
        z.object({
          id: ObjectId,
          creationTimestamp: EpochMs,
          effect: z.enum(EVENT_EFFECTS),
          actions: z.array(ActionEffect),
        }),
      ),
      before: Totals,
      after: Totals,
    }),
    errors: [16],
  },
} as const satisfies RouteEntries;
