import { z } from 'zod';
import { MailSourceInput, MailSourceQuery } from '@/lib/console/schema';
import { EventType, IMPORT_ACTS, ImportInput } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { BulkReplayInput, ReplayInput } from '@/lib/replay/schema';
import { BulkInput, DiscardInput } from '@/lib/runs/schema';
import { AnyJson, AnyJsonObject } from './answers';
import { Attempt, EventSummary, MailDetail, Run, RunView, TaskDetail } from './console-answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);

const BulkResult = z.object({
  matched: Count,
  changed: Count,
  skipped: Count,
  reasons: z.record(z.string(), Count).describe('Why rows were skipped, and how many for each reason'),
  next: z.string().optional().describe('Pass as `after` to go on; absent when all that matched was looked at'),
});

const ImportResult = z.object({
  applied: z.boolean(),
  steps: z.array(
    z.object({
      act: z.enum(IMPORT_ACTS),
      name: z.string(),
      eventType: EventType,
      id: ObjectId.optional(),
      changes: z.array(z.object({ path: z.string(), from: AnyJson.optional(), to: AnyJson.optional() })),
    }),
  ),
});

const MailSummary = MailDetail.omit({
  html: true,
  text: true,
  content: true,
  trackingHash: true,
  recipientStates: true,
});
const MailWithAttempts = MailDetail.extend({
  attemptList: z.array(Attempt),
  attachments: z.array(
    z.object({ position: Count, name: z.string(), type: z.string().optional(), size: Count.describe('Bytes') }),
  ),
  cause: Run.optional().describe('The run that brought it about'),
});
const TaskWithAttempts = TaskDetail.extend({
  attemptList: z.array(Attempt),
  cause: Run.optional().describe('The run that brought it about'),
});
const MailSource = z.object({
  source: z.string(),
  complete: z.boolean().describe('False when what is in the attachments was left out'),
});

const PAGES =
  'A filter and `limit(n)` (50; at most 100). For the next page add `lt(id,…)` with `nextBefore`; a page may be short while there is one.';
const BULK =
  'For every row that `query` (RQL) finds, the oldest first. Rows that cannot be changed are skipped. `dryRun` only counts; `limit` stops after so many, and `next` goes on there.';
const DISCARD =
  'What failed is canceled, with its run, mail or task: nobody need act on it any more. It can still be retried.';
const RUN_FIELDS =
  'Fields: `id`, `status`, `reason`, `problems`, `eventId`, `eventType`, `dispatcherId`, `actionId`, `actionType`, `replay`, `creationTimestamp`, `updateTimestamp`, `content.…` of the event, and `text`: that content as JSON text.';
const MAIL_FIELDS =
  'Fields: `id`, `runId`, `status`, `reason`, `messageId`, `subject`, `from`, `recipients.to`, `recipientStates.address` (`.status`, `.response`), `templateName`, `content.…` that it was made of, `text`: that content as JSON text, `attempts`, `creationTimestamp`, `updateTimestamp`.';
const TASK_FIELDS =
  'Fields: `id`, `runId`, `status`, `functionName`, `data.…`, `text`: the data as JSON text, `tags`, `error.…`, `priority`, `attempts`, `idempotencyKey`, `startTimestamp`, `creationTimestamp`, `updateTimestamp`.';

const EVENT_FIELDS =
  'Fields: `id`, `type`, `source`, `outcome`, `content.…`, `text`: the content as JSON text, `creationTimestamp`.';

/** What operators do: they look at events and runs, and have them done again. */
export const operatorRoutes = {
  'GET /api/v1/events': {
    permission: 'VIEW_EVENTS',
    summary: 'List events with their fate, newest first',
    description: `${PAGES} ${EVENT_FIELDS}`,
    query: 'rql',
    answer: z.object({ data: z.array(EventSummary), nextBefore: ObjectId.optional() }),
  },
  'GET /api/v1/events/count': {
    permission: 'VIEW_EVENTS',
    summary: 'Count events',
    description: '`complete` is false when counting them all would have taken too long.',
    query: 'rql',
    answer: z.object({ count: Count, complete: z.boolean() }),
  },
  'GET /api/v1/runs': {
    permission: 'VIEW_EVENTS',
    summary: 'List runs, newest first',
    description: `${PAGES} ${RUN_FIELDS}`,
    query: 'rql',
    answer: z.object({ data: z.array(Run), nextBefore: ObjectId.optional() }),
  },
  'GET /api/v1/runs/count': {
    permission: 'VIEW_EVENTS',
    summary: 'Count runs',
    description: '`complete` is false when counting them all would have taken too long.',
    query: 'rql',
    answer: z.object({ count: Count, complete: z.boolean() }),
  },
  'GET /api/v1/runs/{id}': {
    permission: 'VIEW_EVENTS',
    summary: 'Show a run with its event and all that it brought about',
    answer: RunView,
  },
  'POST /api/v1/runs/{id}/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Have a run done again that failed or was canceled',
    description:
      'What was never planned is planned with the dispatcher as it is now. A mail goes again to those who did not get it, under its Message-ID; a task is followed by a new one with the same idempotency key. A retry that waits begins at once.',
    answer: Run,
    errors: [27],
  },
  'POST /api/v1/runs/{id}/cancel': {
    permission: 'CANCEL_RUNS',
    summary: 'Cancel a run that waits',
    answer: Run,
    errors: [27],
  },
  'POST /api/v1/runs/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Retry all runs that match',
    description: `${BULK} ${RUN_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/runs/cancel': {
    permission: 'CANCEL_RUNS',
    summary: 'Cancel all runs that match',
    description: `${BULK} ${RUN_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/runs/discard': {
    permission: 'CANCEL_RUNS',
    summary: 'Discard all failed runs that match, with a reason',
    description: `${BULK} ${DISCARD} ${RUN_FIELDS}`,
    body: DiscardInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'GET /api/v1/mails': {
    permission: 'VIEW_MAILS',
    summary: 'List mails, newest first, without what they say',
    description: `${PAGES} ${MAIL_FIELDS}`,
    query: 'rql',
    answer: z.object({ data: z.array(MailSummary), nextBefore: ObjectId.optional() }),
  },
  'GET /api/v1/mails/count': {
    permission: 'VIEW_MAILS',
    summary: 'Count mails',
    description: '`complete` is false when counting them all would have taken too long.',
    query: 'rql',
    answer: z.object({ count: Count, complete: z.boolean() }),
  },
  'GET /api/v1/mails/{id}': {
    permission: 'VIEW_MAILS',
    summary: 'Show a mail with what happened for each address',
    answer: MailWithAttempts,
  },
  'POST /api/v1/mails/{id}/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Send a mail again to those who did not get it',
    description:
      'Under the same Message-ID, and with its run if it has one. One that waits for its next attempt is sent at once.',
    answer: MailWithAttempts,
    errors: [27],
  },
  'POST /api/v1/mails/{id}/cancel': {
    permission: 'CANCEL_RUNS',
    summary: 'Cancel a mail that waits',
    answer: MailWithAttempts,
    errors: [27],
  },
  'POST /api/v1/mails/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Send all mails again that match',
    description: `${BULK} ${MAIL_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/mails/cancel': {
    permission: 'CANCEL_RUNS',
    summary: 'Cancel all mails that match',
    description: `${BULK} ${MAIL_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/mails/discard': {
    permission: 'CANCEL_RUNS',
    summary: 'Discard all failed mails that match, with a reason',
    description: `${BULK} ${DISCARD} ${MAIL_FIELDS}`,
    body: DiscardInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'GET /api/v1/mails/{id}/source': {
    permission: 'VIEW_MAILS',
    summary: 'Show a mail as the message that the mail server gets',
    description:
      'As it was or would be handed over for all its recipients (RFC 5322). What is in large attachments is left out unless `complete` is true.',
    query: MailSourceQuery,
    answer: MailSource,
    errors: [27],
  },
  'GET /api/v1/mails/{id}/attachments/{position}': {
    permission: 'VIEW_MAILS',
    summary: 'Read a file that goes with a mail',
    params: {
      position: z
        .string()
        .regex(/^\d{1,3}$/)
        .describe('Counted from 0'),
    },
    answer: z.object({ name: z.string(), type: z.string().optional(), content: z.string().describe('Base64') }),
  },
  'POST /api/v1/mails/source': {
    permission: 'VIEW_MAILS',
    summary: 'Show a preview as the message that the mail server would get',
    description: 'From the address that this server sends from. Nothing is stored or sent.',
    body: MailSourceInput,
    answer: MailSource,
    errors: [27],
  },
  'GET /api/v1/tasks': {
    permission: 'VIEW_TASKS',
    summary: 'List tasks, newest first',
    description: `${PAGES} ${TASK_FIELDS}`,
    query: 'rql',
    answer: z.object({ data: z.array(TaskDetail.omit({ logs: true })), nextBefore: ObjectId.optional() }),
  },
  'GET /api/v1/tasks/count': {
    permission: 'VIEW_TASKS',
    summary: 'Count tasks',
    description: '`complete` is false when counting them all would have taken too long.',
    query: 'rql',
    answer: z.object({ count: Count, complete: z.boolean() }),
  },
  'GET /api/v1/tasks/{id}': {
    permission: ['VIEW_TASKS', 'VIEW_TASK_LOGS'],
    summary: 'Show a task with its attempts and what its function wrote',
    answer: TaskWithAttempts,
  },
  'POST /api/v1/tasks/{id}/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Run a task again that failed or was canceled',
    description: 'As a new task with the same idempotency key, linked to the old one; answers the new one.',
    answer: TaskWithAttempts,
    errors: [27],
  },
  'POST /api/v1/tasks/retry': {
    permission: 'RETRY_RUNS',
    summary: 'Run all tasks again that match',
    description: `${BULK} ${TASK_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/tasks/cancel': {
    permission: 'CANCEL_TASKS',
    summary: 'Cancel all tasks that match',
    description: `${BULK} ${TASK_FIELDS}`,
    body: BulkInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/tasks/discard': {
    permission: 'CANCEL_TASKS',
    summary: 'Discard all failed tasks that match, with a reason',
    description: `${BULK} ${DISCARD} ${TASK_FIELDS}`,
    body: DiscardInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'POST /api/v1/events/{id}/replay': {
    perMinute: 600,
    permission: 'REPLAY_EVENTS',
    summary: 'Do again what an event brings about',
    description:
      'With the dispatchers as they are now, under new identities. What it brought about before stays as it is.',
    body: ReplayInput,
    answer: z.object({ eventId: ObjectId, runs: z.array(Run) }),
    errors: [27],
  },
  'POST /api/v1/replay': {
    perMinute: 600,
    permission: 'REPLAY_EVENTS',
    summary: 'Replay all events that match',
    description: `${BULK} ${EVENT_FIELDS}`,
    body: BulkReplayInput,
    answer: BulkResult,
    errors: [19, 26],
  },
  'GET /api/v1/live': {
    permission: 'VIEW_EVENTS',
    summary: 'Follow what happens',
    description:
      'Server-sent events: `ready`, then `event` `{id, type, outcome, runs}` for each new event and `run` `{id, eventId, status}`, `mail` and `task` `{id, status}` for each change of one, within a second; `missed` when some were left out. A comment every 15 s keeps the connection. Ends with the session.',
    answer: z.string(),
    media: 'text/event-stream',
  },
  'GET /api/v1/dispatchers/export': {
    perMinute: 60,
    permission: 'VIEW_DISPATCHERS',
    summary: 'Export all dispatchers as dispatchers.json',
    description: 'The file that `exh dispatchers sync` reads. What has no name gets one made of its type and id.',
    answer: z.object({ dispatchers: z.array(AnyJsonObject) }),
  },
  'POST /api/v1/dispatchers/import': {
    permission: 'VIEW_DISPATCHERS',
    summary: 'Import dispatchers.json, or plan to',
    description:
      'Dispatchers and actions are matched by name; all is written in one transaction. `dryRun` only answers the plan. `clean` removes what bears the tag `EXH_CLI_MANAGED` and is not in the file. To apply it, CREATE_, UPDATE_ or DELETE_DISPATCHERS is needed for each kind of change.',
    body: ImportInput,
    upload: true,
    answer: ImportResult,
    errors: [17, 26],
  },
} as const satisfies RouteEntries;
