import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { ExecuteInput, FunctionInput, FunctionName, FunctionUpdate, TaskFunction } from '@/lib/functions/schema';
import { ScheduleInput } from '@/lib/schedules/schema';
import { TASK_STATUSES } from '@/lib/tasks/constants';
import { TaskInput } from '@/lib/tasks/schema';
import { Affected, AnyJson, AnyJsonObject, Health, IsoTime, pageOf } from './answers';
import type { RouteEntries } from './route-entry';

/** A task as `tasks/v1` shows it. */
export const WireTask = z.object({
  id: ObjectId,
  status: z.enum(TASK_STATUSES),
  statusChangedTimestamp: IsoTime,
  functionName: z.string(),
  data: AnyJsonObject,
  startTimestamp: IsoTime,
  tags: z.array(z.string()),
  priority: z.number().int(),
  createdByUserId: ObjectId.optional(),
  createdByApplicationId: ObjectId.optional(),
  retriedByTaskId: ObjectId.optional(),
  retryForTaskIds: z.array(ObjectId).optional(),
  error: z
    .object({ type: z.enum(['runtime', 'invocation']), name: z.string().optional(), message: z.string() })
    .optional(),
  result: AnyJson.optional(),
  creationTimestamp: IsoTime,
  updateTimestamp: IsoTime,
});

/** A function as `tasks/v1` shows it: without its code and its secrets. */
export const WireFunction = TaskFunction.extend({
  pausedTimestamp: IsoTime.optional().describe('When it was disabled because its target answered 410 Gone'),
  creationTimestamp: IsoTime,
  updateTimestamp: IsoTime,
});
/** A new one: the only time that the signing secret of an HTTP function is shown. */
export const CreatedFunction = WireFunction.extend({
  http: z.object({ url: z.string(), secret: z.string() }).optional(),
});

export const LogLine = z.object({ timestamp: IsoTime, message: z.string() });

/** A schedule as `tasks/v1` shows it. */
export const WireSchedule = z.object({
  id: ObjectId,
  functionName: z.string(),
  interval: z.number().int().describe('Seconds'),
  data: AnyJsonObject,
  priority: z.number().int().optional(),
  startTimestamp: IsoTime,
  nextTimestamp: IsoTime.describe('When its next task is due'),
  creationTimestamp: IsoTime,
  updateTimestamp: IsoTime,
});

const params = { name: FunctionName };

export const taskRoutes = {
  'GET /tasks/v1': { permission: 'VIEW_TASKS', summary: 'List tasks', query: 'rql', answer: pageOf(WireTask) },
  'POST /tasks/v1': {
    permission: 'CREATE_TASKS',
    summary: 'Create a task',
    description:
      'It starts at `startTimestamp`, or at once. With an `Idempotency-Key` header, the same request again creates nothing and answers the first task, with `duplicate: true`; the same key with another body is refused (status 422).',
    body: TaskInput,
    answer: WireTask.extend({ duplicate: z.literal(true).optional() }),
    errors: [26],
  },
  'POST /tasks/v1/{id}/cancel': {
    permission: 'CANCEL_TASKS',
    summary: 'Cancel a task that has not started',
    answer: Affected,
    errors: [27],
  },
  'GET /tasks/v1/{id}/logs': {
    permission: 'VIEW_TASK_LOGS',
    summary: 'Read what a task wrote',
    description: 'The query may only say from when on: `timestamp>=…`.',
    query: 'rql',
    answer: pageOf(LogLine),
    errors: [1408],
  },
  'GET /tasks/v1/health': { permission: 'public', summary: 'Say that tasks are served', answer: Health },
  'GET /tasks/v1/functions': {
    permission: 'VIEW_TASK_FUNCTIONS',
    summary: 'List all functions',
    answer: pageOf(WireFunction),
  },
  'POST /tasks/v1/functions': {
    permission: 'CREATE_TASK_FUNCTION',
    summary: 'Create a function',
    description: '`code` is a zip in base64. A function of the kind `http` or `lambda` runs elsewhere and has none.',
    body: FunctionInput,
    upload: true,
    answer: CreatedFunction,
    errors: [17, 1401, 1402],
  },
  'GET /tasks/v1/functions/{name}': {
    permission: 'VIEW_TASK_FUNCTION_DETAILS',
    summary: 'Show a function',
    description: 'Values of environment variables are masked.',
    params,
    answer: WireFunction,
    errors: [16],
  },
  'PUT /tasks/v1/functions/{name}': {
    permission: 'UPDATE_TASK_FUNCTION',
    summary: 'Change a function',
    description: 'What the body does not name stays. A masked value that is sent back stays as it was.',
    params,
    body: FunctionUpdate,
    upload: true,
    answer: Affected,
    errors: [16, 26, 1401, 1402],
  },
  'DELETE /tasks/v1/functions/{name}': {
    permission: 'DELETE_TASK_FUNCTION',
    summary: 'Remove a function',
    params,
    answer: Affected,
    errors: [16],
  },
  'POST /tasks/v1/functions/{name}/enable': {
    permission: 'UPDATE_TASK_FUNCTION',
    summary: 'Let a function run',
    params,
    answer: Affected,
    errors: [16],
  },
  'POST /tasks/v1/functions/{name}/disable': {
    permission: 'UPDATE_TASK_FUNCTION',
    summary: 'Keep a function from running',
    params,
    answer: Affected,
    errors: [16],
  },
  'POST /tasks/v1/functions/{name}/execute': {
    permission: { permission: 'EXECUTE_TASK_FUNCTION', or: 'function' },
    summary: 'Run a function now and wait for its result',
    description:
      'For functions with a time limit of at most 30 s. It is stored as a task, and never retried. Errors 1405 and 1406 also carry `taskId`, and 1406 `runtimeError: {name, message}`.',
    params,
    body: ExecuteInput,
    answer: WireTask,
    errors: [16, 27, 1403, 1404, 1405, 1406],
  },
  'GET /tasks/v1/schedules': {
    permission: 'VIEW_TASK_SCHEDULES',
    summary: 'List schedules',
    query: 'rql',
    answer: pageOf(WireSchedule),
  },
  'POST /tasks/v1/schedules': {
    permission: 'CREATE_TASK_SCHEDULE',
    summary: 'Create tasks at an interval',
    description:
      'The first one at `startTimestamp`, or at once; then every `interval` seconds. What is missed while the server is down becomes one task.',
    body: ScheduleInput,
    answer: WireSchedule,
  },
  'DELETE /tasks/v1/schedules/{id}': {
    permission: 'DELETE_TASK_SCHEDULE',
    summary: 'Remove a schedule',
    description: 'The tasks that it created stay.',
    answer: Affected,
  },
} as const satisfies RouteEntries;
