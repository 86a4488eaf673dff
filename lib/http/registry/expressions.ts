import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import { CheckInput, MARK_KINDS, OBSERVED_TYPES, ObservedPathsQuery } from '@/lib/expressions/schema';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const Share = z.number().min(0).max(1);

const ObservedPath = z.object({
  path: z.string().describe('As an expression names it: `content.user.[first name]`'),
  types: z.array(z.enum(OBSERVED_TYPES)),
  share: Share.describe('Of the events that were looked at'),
  examples: z.array(z.string()).describe('One or two values as JSON, shortened, the newest first'),
});

const Mark = z.object({
  kind: z.enum(MARK_KINDS),
  severity: z.enum(['error', 'warning', 'info']),
  from: Count.describe('In UTF-16 units from the start of the source'),
  to: Count,
  message: z.string(),
  share: Share.optional(),
  fixes: z.array(z.object({ label: z.string(), text: z.string() })).describe('What to put in the place of this part'),
});

export const expressionRoutes = {
  'GET /api/v1/event-types/paths': {
    permission: 'VIEW_EVENTS',
    summary: 'List what the content of the newest events of a type holds',
    description:
      'Of at most 200 events and 1 MB: the paths, their types, how many of the events have them, and examples.',
    query: ObservedPathsQuery,
    answer: z.object({ type: EventType, events: Count, paths: z.array(ObservedPath) }),
    errors: [14],
  },
  'POST /api/v1/expressions/check': {
    perMinute: 1200,
    permission: 'VIEW_EVENTS',
    summary: 'Check expressions or outputs of a template while they are written',
    description:
      'Says at which place of each source something can never work, or names what no event or not every event has, and what was probably meant. Nothing is stored.',
    body: CheckInput,
    answer: z.object({
      events: Count.describe('How many events were looked at'),
      results: z.array(z.object({ marks: z.array(Mark), example: z.string().optional() })),
    }),
    errors: [16],
  },
} as const satisfies RouteEntries;
