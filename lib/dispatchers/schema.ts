import { z } from 'zod';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import { ObjectId } from '@/lib/format/object-id';
import { TimestampInput } from '@/lib/tasks/schema';
import { type ACTION_TYPES, DISPATCHER_SORTS } from './constants';

export const EVENT_TYPE_MAX_LENGTH = 256;
export const MAX_ACTIONS = 50;
export const MAX_TAGS = 50;
export const MAX_RECIPIENTS = 50;
const EXPRESSION_MAX_LENGTH = 16_384;

/** A literal name such as `user_deleted`; no pattern, no control characters. */
export const EventType = z
  .string()
  .min(1, 'is required')
  .max(EVENT_TYPE_MAX_LENGTH)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'must not contain control characters')
  .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');

/** A string that may hold `{{…}}`, filled from the event. */
export const Expression = z.string().min(1, 'must not be empty').max(EXPRESSION_MAX_LENGTH);

export const Name = z.string().trim().min(1, 'must not be empty').max(128);
const Description = z.string().max(2_048);
const Tags = z.array(z.string().min(1).max(128)).max(MAX_TAGS);
const JsonData = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject, JsonObject>;

export const Recipients = z
  .object({
    to: z.array(Expression).min(1, 'needs at least one recipient').max(MAX_RECIPIENTS),
    cc: z.array(Expression).max(MAX_RECIPIENTS).optional(),
    bcc: z.array(Expression).max(MAX_RECIPIENTS).optional(),
  })
  .refine((r) => r.to.length + (r.cc?.length ?? 0) + (r.bcc?.length ?? 0) <= MAX_RECIPIENTS, {
    message: `1 to ${MAX_RECIPIENTS} recipients in all`,
  });
export type Recipients = z.infer<typeof Recipients>;

const actionBase = {
  name: Name.optional(),
  description: Description.optional(),
  enabled: z.boolean().default(true),
};

const mailActionFields = {
  type: z.literal('mail'),
  ...actionBase,
  recipients: Recipients,
  templateId: ObjectId.optional(),
  templateName: Expression.max(128).optional(),
  /** Beyond the contract: language code and IANA time zone that the template is rendered in; `EN` and `UTC` when absent. */
  language: Expression.max(256).optional(),
  timeZone: Expression.max(256).optional(),
};
const hasOneTemplate = (a: { templateId?: string; templateName?: string }) => !a.templateId !== !a.templateName;
const oneTemplate = { message: 'give either templateId or templateName', path: ['templateId'] };

const taskActionFields = {
  type: z.literal('task'),
  ...actionBase,
  functionName: Expression.max(256),
  data: JsonData.optional(),
  /** ISO time, epoch milliseconds or ISO 8601 duration from the event; may be an expression. */
  startTimestamp: z.union([Expression, z.number()]).optional(),
  tags: z.array(Expression).max(MAX_TAGS).optional(),
  priority: z.number().int().min(-1_000_000).max(1_000_000).optional(),
};

/** What may be saved as an action. Unknown extra keys are ignored, as the contract says. */
export const MailActionInput = z.object(mailActionFields).refine(hasOneTemplate, oneTemplate);
export const TaskActionInput = z.object(taskActionFields);
export const ActionInput = z.discriminatedUnion('type', [MailActionInput, TaskActionInput]);
export type ActionInput = z.infer<typeof ActionInput>;

/** What an update of an action may name. Put over the stored action, it must make an `ActionInput`. */
export const ActionUpdate = z.union([z.object(mailActionFields).partial(), z.object(taskActionFields).partial()]);

export const MailAction = z.object({ id: ObjectId, ...mailActionFields });
export type MailAction = z.infer<typeof MailAction>;
export const TaskAction = z.object({ id: ObjectId, ...taskActionFields });
export type TaskAction = z.infer<typeof TaskAction>;
export const Action = z.discriminatedUnion('type', [MailAction, TaskAction]);
export type Action = z.infer<typeof Action>;
export type ActionType = (typeof ACTION_TYPES)[number];

export const DispatcherInput = z.object({
  eventType: EventType,
  name: Name.optional(),
  description: Description.optional(),
  enabled: z.boolean().default(true),
  tags: Tags.default([]),
  actions: z.array(ActionInput).max(MAX_ACTIONS).default([]),
});
export type DispatcherInput = z.infer<typeof DispatcherInput>;

/** What an update may carry. `eventType` is accepted only when it is the stored one; `actions` are ignored. */
export const DispatcherUpdate = z.object({
  eventType: EventType.optional(),
  name: Name.nullish(),
  description: Description.nullish(),
  enabled: z.boolean().optional(),
  tags: Tags.optional(),
  /** The one that the caller has seen: with another one, nothing is changed. */
  updateTimestamp: TimestampInput.optional(),
});
export type DispatcherUpdate = z.infer<typeof DispatcherUpdate>;

/** A stored dispatcher. Timestamps are epoch milliseconds. */
export const Dispatcher = z.object({
  id: ObjectId,
  eventType: EventType,
  name: Name.optional(),
  description: Description.optional(),
  enabled: z.boolean(),
  actions: z.array(Action),
  tags: Tags,
  creationTimestamp: z.number().int(),
  updateTimestamp: z.number().int(),
});
export type Dispatcher = z.infer<typeof Dispatcher>;

/** An action as the editor saves it: with its id when it exists already. */
const SavedAction = z.discriminatedUnion('type', [
  z.object({ id: ObjectId.optional(), ...mailActionFields }).refine(hasOneTemplate, oneTemplate),
  z.object({ id: ObjectId.optional(), ...taskActionFields }),
]);

/** A dispatcher as the editor saves it: all of it at once, existing actions with their ids. */
export const WholeDispatcher = DispatcherInput.extend({
  actions: z.array(SavedAction).max(MAX_ACTIONS),
  /** The one it was loaded with: guards against overwriting what somebody else saved meanwhile. */
  updateTimestamp: z.number().int().optional(),
});

export type DispatcherSort = (typeof DISPATCHER_SORTS)[number];
/** In an address a flag is a word. */
const Flag = z.enum(['true', 'false']).transform((word) => word === 'true');

/** Query of `GET /api/v1/dispatchers`. Pages count from 1. */
export const DispatcherListQuery = z.object({
  /** Part of the name, the description or the event type, in any letter case; or an id. */
  text: z.string().trim().max(256).optional(),
  eventType: EventType.optional(),
  tag: z.string().min(1).max(128).optional(),
  enabled: Flag.optional(),
  neverFired: Flag.optional(),
  sort: z.enum(DISPATCHER_SORTS).default('updated'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DispatcherListQuery = z.infer<typeof DispatcherListQuery>;

/** A dispatcher in the console's list, with what it did lately. */
export interface DispatcherSummary extends Omit<Dispatcher, 'actions'> {
  actions: Pick<Action, 'id' | 'type' | 'name' | 'enabled'>[];
  /** Of its newest run that is still stored; absent when there is none. */
  lastFiredAt?: number;
  /** Runs of the last 24 hours that have failed. */
  failures24h: number;
  /** Runs in each of the last 24 hours, the oldest first. */
  hours: number[];
  /** When no event of its type ever arrived: types that did, and read much like it. */
  suggestions: string[];
}

/** Answer of `GET /api/v1/dispatchers`. */
export interface DispatcherList {
  page: { total: number; offset: number; limit: number };
  data: DispatcherSummary[];
}

/** Answer of `GET /api/v1/dispatchers/facets`: what can be filtered by, the most used first. */
export interface DispatcherFacets {
  eventTypes: { value: string; count: number }[];
  tags: { value: string; count: number }[];
}

/** A dispatcher as it was, from `creationTimestamp` until the next revision. */
export interface DispatcherRevision {
  id: string;
  creationTimestamp: number;
  definition: Dispatcher;
  /** Who made it so; told to those who may read the audit log. */
  by?: string;
}

export const RevisionListQuery = z.object({
  /** The id to go on from. */
  before: ObjectId.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** Answer of `GET /api/v1/dispatchers/{id}/revisions`, the newest first. */
export interface RevisionList {
  data: DispatcherRevision[];
  /** Pass as `before` to get the next page; absent on the last. */
  nextBefore?: string;
}

export const MAX_IMPORTED = 2_000;
/** Marks what the command-line tool manages: the only dispatchers that a clean import removes. */
export const CLI_MANAGED_TAG = 'EXH_CLI_MANAGED';

/** In a file `enabled` may be left out: what is there keeps its state, what is new is enabled. */
const inFile = { name: Name, enabled: z.boolean().optional() };
const FileAction = z.discriminatedUnion('type', [
  z.strictObject({ ...mailActionFields, ...inFile }).refine(hasOneTemplate, oneTemplate),
  z.strictObject({ ...taskActionFields, ...inFile }),
]);
export type FileAction = z.infer<typeof FileAction>;

/** A dispatcher in `dispatchers.json`. It and its actions are known by their names; an unknown field is a mistake. */
export const FileDispatcher = z.strictObject({
  eventType: EventType,
  description: Description.optional(),
  ...inFile,
  tags: Tags.default([]),
  actions: z.array(FileAction).max(MAX_ACTIONS).default([]),
});
export type FileDispatcher = z.infer<typeof FileDispatcher>;

/** `dispatchers.json`, as `exh dispatchers sync` reads it, and the answer of `GET /api/v1/dispatchers/export`. */
export interface DispatchersFile {
  dispatchers: FileDispatcher[];
}

/** Body of `POST /api/v1/dispatchers/import`: the file, and what is to be done with it. */
export const ImportInput = z.strictObject({
  $schema: z.string().optional(),
  dispatchers: z.array(FileDispatcher).max(MAX_IMPORTED),
  /** Only say what would change. */
  dryRun: z.boolean().default(false),
  /** Remove what the command-line tool manages and the file does not have. */
  clean: z.boolean().default(false),
});
export type ImportInput = z.input<typeof ImportInput>;

/** One field that an import changes: `description`, `actions.<name>.recipients`, or a whole action. */
export interface ImportChange {
  path: string;
  /** Absent: there was nothing. */
  from?: JsonValue;
  /** Absent: it is removed. */
  to?: JsonValue;
}

export const IMPORT_ACTS = ['create', 'update', 'unchanged', 'delete'] as const;

/** What an import does to one dispatcher. */
export interface ImportStep {
  act: (typeof IMPORT_ACTS)[number];
  name: string;
  eventType: string;
  /** Absent for one that is to be created. */
  id?: string;
  changes: ImportChange[];
}

/** Answer of `POST /api/v1/dispatchers/import`, in the order of the file, what is removed last. */
export interface ImportResult {
  applied: boolean;
  steps: ImportStep[];
}
