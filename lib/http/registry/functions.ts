import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { FunctionKind, FunctionName, TaskFunction } from '@/lib/functions/schema';
import { TASK_STATUSES } from '@/lib/tasks/constants';
import { EpochMs } from './answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const Activity = z.object({
  lastRun: z.object({ taskId: ObjectId, status: z.enum(TASK_STATUSES), at: EpochMs }).optional(),
  failures24h: Count,
  waiting: Count.describe('Tasks that have not begun; 10,000 means so many or more'),
});
const params = { name: FunctionName };
const VIEWS = ['VIEW_DISPATCHERS', 'VIEW_TASK_SCHEDULES', 'VIEW_TASKS'] as const;

/** What the console shows of functions beyond `tasks/v1`. */
export const functionRoutes = {
  'GET /api/v1/functions': {
    permission: [...VIEWS, 'VIEW_TASK_FUNCTIONS'],
    summary: 'List functions with who uses them and how they fare',
    answer: z.array(
      Activity.extend({
        name: FunctionName,
        kind: FunctionKind,
        description: z.string().optional(),
        enabled: z.boolean(),
        pausedTimestamp: EpochMs.optional().describe('When it was disabled because its target answered 410 Gone'),
        runtime: z.string().optional(),
        target: z.string().optional(),
        dispatchers: Count.describe('How many call it by its name'),
        schedules: Count,
        updateTimestamp: EpochMs,
      }),
    ),
  },
  'GET /api/v1/functions/{name}': {
    permission: [...VIEWS, 'VIEW_TASK_FUNCTION_DETAILS'],
    summary: 'Show a function with who uses it',
    description: 'Values of environment variables are masked.',
    params,
    answer: Activity.extend({
      fn: TaskFunction,
      hasCredentials: z.boolean(),
      secretLastFour: z.string().optional(),
      usedBy: z.object({
        total: Count,
        dispatchers: z.array(
          z.object({ id: ObjectId, name: z.string().optional(), eventType: EventType, enabled: z.boolean() }),
        ),
        schedules: z.array(z.object({ id: ObjectId, interval: Count, nextTimestamp: EpochMs })),
        computed: Count.describe('Dispatchers whose function name is filled from the event'),
      }),
    }),
    errors: [16],
  },
  'GET /api/v1/functions/{name}/code': {
    permission: 'UPDATE_TASK_FUNCTION',
    summary: 'Show what is in a function’s zip',
    description: 'With the text, when it holds a single file of text of at most 256 KB.',
    params,
    answer: z.object({
      size: Count,
      files: z.array(z.object({ path: z.string(), size: Count })),
      source: z.object({ path: z.string(), content: z.string() }).optional(),
    }),
    errors: [16],
  },
  'POST /api/v1/functions/{name}/rotate': {
    permission: 'UPDATE_TASK_FUNCTION',
    summary: 'Give an HTTP function a new signing secret',
    description: 'Calls are signed with it from now on, and for a day with the one before too.',
    params,
    answer: z.object({ secret: z.string().describe('Shown this once') }),
    errors: [16, 26],
  },
} as const satisfies RouteEntries;
