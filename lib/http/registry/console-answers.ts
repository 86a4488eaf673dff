import { z } from 'zod';
import { LISTENER_VERDICTS } from '@/lib/console/schema';
import { ACTION_TYPES } from '@/lib/dispatchers/constants';
import { EventType } from '@/lib/dispatchers/schema';
import { EVENT_OUTCOMES } from '@/lib/events/constants';
import { ObjectId } from '@/lib/format/object-id';
import { MAIL_STATUSES } from '@/lib/mail/constants';
import { MailRecipients, RECIPIENT_STATUSES } from '@/lib/mail/schema';
import { RUN_STATUSES } from '@/lib/runs/constants';
import { ATTEMPT_OUTCOMES } from '@/lib/runs/schema';
import { TASK_STATUSES } from '@/lib/tasks/constants';
import { AnyJson, AnyJsonObject, EpochMs } from './answers';

const Count = z.number().int().min(0);
/** How many runs are in each status. */
export const RunCounts = z.object({
  pending: Count,
  running: Count,
  succeeded: Count,
  failed: Count,
  canceled: Count,
} satisfies Record<(typeof RUN_STATUSES)[number], z.ZodType>);

/** Why an action cannot be carried out for an event. */
export const Problem = z.object({
  code: z.enum([
    'missing_path',
    'syntax',
    'budget',
    'helper',
    'invalid_value',
    'unknown_template',
    'missing_localization',
  ]),
  message: z.string(),
  field: z.string().optional(),
  path: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});

const PlannedRecipients = z.object({ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) });
const PlannedMail = z.object({
  type: z.literal('mail'),
  recipients: PlannedRecipients,
  templateId: ObjectId,
  templateName: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  language: z.string(),
  timeZone: z.string(),
});
const PlannedTask = z.object({
  type: z.literal('task'),
  functionName: z.string(),
  data: AnyJsonObject,
  startTimestamp: EpochMs,
  tags: z.array(z.string()),
  priority: z.number().int().optional(),
});

/** What the engine would do for one action: a ready mail or task, or every problem. */
export const Plan = z.union([
  z.object({ status: z.literal('ready'), effect: z.union([PlannedMail, PlannedTask]) }),
  z.object({ status: z.literal('problem'), problems: z.array(Problem) }),
]);

export const Preview = z.object({
  event: z.object({ id: ObjectId, type: EventType, content: AnyJson, creationTimestamp: EpochMs }),
  plans: z.array(Plan),
});

/** An event with its fate. */
export const EventSummary = z.object({
  id: ObjectId,
  type: EventType,
  content: AnyJson,
  source: z.string(),
  externalId: z.string().optional(),
  outcome: z.enum(EVENT_OUTCOMES),
  runCount: Count,
  depth: Count,
  causeTaskId: ObjectId.optional(),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
  runs: RunCounts,
});

/** The ledger row for one event × one action. */
export const Run = z.object({
  id: ObjectId,
  eventId: ObjectId,
  eventType: EventType,
  dispatcherId: ObjectId,
  dispatcherName: z.string().optional(),
  revisionId: ObjectId,
  actionId: ObjectId,
  actionName: z.string().optional(),
  actionType: z.enum(ACTION_TYPES),
  replay: Count.describe('0 when the event came in; 1, 2, … for each replay'),
  status: z.enum(RUN_STATUSES),
  reason: z.string().optional(),
  problems: z.array(Problem),
  mailId: ObjectId.optional(),
  taskId: ObjectId.optional(),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
});

/** One try to send a mail or to run a task. */
export const Attempt = z.object({
  id: ObjectId,
  mailId: ObjectId.optional(),
  taskId: ObjectId.optional(),
  number: z.number().int().min(1),
  startedAt: EpochMs,
  endedAt: EpochMs.optional(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  class: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});

const RecipientState = z.object({
  address: z.string(),
  kind: z.enum(['to', 'cc', 'bcc']),
  status: z.enum(RECIPIENT_STATUSES),
  response: z.string().optional(),
  updateTimestamp: EpochMs,
});

/** A mail that a run brought about, with what happened for each address. */
export const MailDetail = z.object({
  id: ObjectId,
  runId: ObjectId.optional(),
  creatorId: ObjectId.optional(),
  status: z.enum(MAIL_STATUSES),
  messageId: z.string(),
  from: z.string(),
  replyTo: z.array(z.string()).optional(),
  recipients: MailRecipients,
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  templateId: ObjectId.optional(),
  templateName: z.string().optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  content: AnyJsonObject.optional(),
  views: Count,
  trackingHash: z.string(),
  attempts: Count,
  nextAttemptAt: EpochMs.optional(),
  retriedAt: EpochMs.optional(),
  reason: z.string().optional(),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
  recipientStates: z.array(RecipientState),
});

/** A task that a run brought about, with what its function wrote. */
export const TaskDetail = z.object({
  id: ObjectId,
  runId: ObjectId.optional(),
  status: z.enum(TASK_STATUSES),
  statusChangedTimestamp: EpochMs,
  functionName: z.string(),
  data: AnyJsonObject,
  startTimestamp: EpochMs,
  tags: z.array(z.string()),
  priority: z.number().int(),
  createdByUserId: ObjectId.optional(),
  createdByApplicationId: ObjectId.optional(),
  retriedByTaskId: ObjectId.optional(),
  retryForTaskIds: z.array(ObjectId),
  retriesBefore: Count.describe('How many of `retryForTaskIds` came before a person asked for it again'),
  error: z
    .object({ type: z.enum(['runtime', 'invocation']), name: z.string().optional(), message: z.string() })
    .optional(),
  reason: z.string().optional().describe('Why a person ended it'),
  result: AnyJson.optional(),
  attempts: Count,
  idempotencyKey: z.string(),
  depth: Count,
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
  logs: z.array(z.object({ timestamp: EpochMs, message: z.string() })),
});

/** A run with all that it brought about. */
export const RunDetail = Run.extend({
  mail: MailDetail.optional(),
  task: TaskDetail.optional(),
  attempts: z.array(Attempt),
});

const ListenedAction = z.object({ id: ObjectId, type: z.enum(ACTION_TYPES), name: z.string().optional() });

/** An event with all that followed from it, and who listens to it. */
export const EventDetail = z.object({
  event: EventSummary,
  runs: z.array(RunDetail),
  listeners: z
    .array(
      z.object({
        dispatcherId: ObjectId,
        dispatcherName: z.string().optional(),
        was: z.enum(LISTENER_VERDICTS).describe('What it did when the event came in'),
        actions: z.array(ListenedAction).describe('The actions that followed'),
        skipped: z.array(ListenedAction).describe('Actions that were disabled while others followed'),
        now: z.enum(LISTENER_VERDICTS).describe('What it would do if the event were replayed'),
        nowActions: z.array(ListenedAction),
      }),
    )
    .describe('Every dispatcher of its type, or that acted on it; at most 50'),
  newerId: ObjectId.optional(),
  olderId: ObjectId.optional(),
});

/** A run with its event, and its action as it was then. */
export const RunView = z.object({
  run: RunDetail,
  event: EventSummary,
  action: z.looseObject({ id: ObjectId, type: z.enum(ACTION_TYPES) }).optional(),
  dispatcherNow: z.enum(['same', 'changed', 'deleted']).describe('What became of the dispatcher since'),
});

export const Overview = z.object({
  empty: z.boolean().describe('Nothing configured and nothing received yet'),
  events24h: Count,
  runs24h: RunCounts,
  dispatchers: Count,
  failed: z.array(Run).describe('The newest failed runs, at most 10'),
  mailTransport: z.enum(['smtp', 'capture']),
});

export const EventTypeSummary = z.object({
  type: EventType,
  count: Count,
  lastEventAt: EpochMs,
  dispatchers: Count,
});

/** A named webhook address, without its secret. */
export const Source = z.object({
  id: ObjectId,
  name: z.string(),
  description: z.string().optional(),
  secretLastFour: z.string(),
  previousSecretUntil: EpochMs.optional().describe('Until when the secret before this one is accepted too'),
  creationTimestamp: EpochMs,
  updateTimestamp: EpochMs,
});
