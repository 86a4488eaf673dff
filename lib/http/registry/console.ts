import { z } from 'zod';
import { PreviewInput } from '@/lib/console/schema';
import { Dispatcher, WholeDispatcher } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { FOUND_KINDS, SearchQuery } from '@/lib/search/schema';
import { EventDetail, EventTypeSummary, Preview } from './console-answers';
import type { RouteEntries } from './route-entry';

export const consoleRoutes = {
  'GET /api/v1/status': {
    permission: 'public',
    summary: 'Say what a visitor may know before signing in',
    answer: z.object({ setUpNeeded: z.boolean() }),
  },
  'GET /api/v1/search': {
    permission: 'signedIn',
    summary: 'Find by name or id',
    description: 'A few of each kind. What the caller may not see is not found.',
    query: SearchQuery,
    answer: z.object({
      data: z.array(
        z.object({ kind: z.enum(FOUND_KINDS), id: z.string(), title: z.string(), detail: z.string().optional() }),
      ),
    }),
    errors: [14],
  },
  'GET /api/v1/events/{id}': {
    permission: 'VIEW_EVENTS',
    summary: 'Show an event with all that followed from it, and why',
    answer: EventDetail,
  },
  'GET /api/v1/event-types': {
    permission: 'VIEW_EVENTS',
    summary: 'List the event types that really arrived',
    description: 'The 500 most recent. Events are counted up to 100 for each.',
    answer: z.array(EventTypeSummary),
  },
  'POST /api/v1/preview': {
    perMinute: 600,
    permission: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'],
    summary: 'Show what actions would do for an event',
    description: 'The same engine as the live one. Nothing is stored or sent.',
    body: PreviewInput,
    answer: Preview,
    errors: [16],
  },
  'PUT /api/v1/dispatchers/{id}': {
    permission: 'UPDATE_DISPATCHERS',
    summary: 'Replace a dispatcher with all its actions',
    description:
      'In one transaction; actions that are to stay carry their ids. With `updateTimestamp` it is refused (27, status 409) when somebody else saved meanwhile.',
    body: WholeDispatcher,
    answer: Dispatcher,
    errors: [17, 26, 27],
  },
  'POST /api/v1/demo': {
    permission: [
      'CREATE_EVENTS',
      'CREATE_LOCALIZATIONS',
      'CREATE_TEMPLATES',
      'CREATE_TASK_FUNCTION',
      'CREATE_DISPATCHERS',
    ],
    summary: 'Install the working example and send an event for it',
    description: 'What is there already stays as it is.',
    answer: z.object({ dispatcherId: z.string(), eventId: ObjectId }),
  },
} as const satisfies RouteEntries;
