import { z } from 'zod';
import type { EventScope, Plan } from '@/lib/dispatch/schema';
import {
  Action,
  ActionInput,
  type ActionType,
  EventType,
  MailActionInput,
  TaskActionInput,
} from '@/lib/dispatchers/schema';
import type { StoredEvent } from '@/lib/events/schema';
import type { JsonValue } from '@/lib/format/json';
import { ObjectId } from '@/lib/format/object-id';
import { type Mail, type MailAttachmentInfo, type MailRecipient, MailRecipients } from '@/lib/mail/schema';
import type { Attempt, Run, RunStatus } from '@/lib/runs/schema';
import type { Task, TaskLogLine } from '@/lib/tasks/schema';

/** `GET /api/v1/status`, open to anyone. */
export interface ServerStatus {
  /** No user exists yet: the set-up link that the terminal printed makes the first one. */
  setUpNeeded: boolean;
}

/** An event with its fate: how many of its runs are in each status. */
export interface EventSummary extends StoredEvent {
  runs: Record<RunStatus, number>;
}

/** `GET /api/v1/events`, the newest first. */
export interface EventList {
  data: EventSummary[];
  /** Add `lt(id,…)` with it to the query for the next page; absent when all rows have been looked at. */
  nextBefore?: string;
}

/** A run with all that it brought about. */
export interface RunDetail extends Run {
  mail?: Mail & { recipientStates: MailRecipient[] };
  task?: Task & { logs: TaskLogLine[] };
  attempts: Attempt[];
}

/** A mail in a list: without what it says. */
export type MailSummary = Omit<Mail, 'html' | 'text' | 'content' | 'trackingHash'>;

/** `GET /api/v1/mails`, the newest first; `nextBefore` as in the list of runs. */
export interface MailList {
  data: MailSummary[];
  nextBefore?: string;
}

/** `GET /api/v1/mails/{id}`. */
export interface MailDetail extends Mail {
  recipientStates: MailRecipient[];
  attemptList: Attempt[];
  attachments: MailAttachmentInfo[];
  /** The run that brought it about; absent for a mail that was asked for directly, and for who may not see events. */
  cause?: Run;
}

/** Query of `GET /api/v1/mails/{id}/source`. */
export const MailSourceQuery = z.object({ complete: z.enum(['true', 'false']).default('false') });

/** Body of `POST /api/v1/mails/source`: a mail that is not stored. */
export const MailSourceInput = z.object({
  recipients: MailRecipients,
  subject: z.string(),
  html: z.string(),
  text: z.string(),
});
export type MailSourceInput = z.infer<typeof MailSourceInput>;

/** A mail as a message; `complete` is false when what is in its attachments was left out. */
export interface MailSource {
  source: string;
  complete: boolean;
}

/** `GET /api/v1/mails/{id}/attachments/{position}`; the content is base64. */
export interface MailAttachmentContent {
  name: string;
  type: string | undefined;
  content: string;
}

/** `GET /api/v1/tasks`, the newest first. */
export interface TaskList {
  data: Task[];
  nextBefore?: string;
}

/** `GET /api/v1/tasks/{id}`: with what its function wrote. */
export interface TaskDetail extends Task {
  logs: TaskLogLine[];
  attemptList: Attempt[];
  /** The run that brought it about; absent for a task that was created directly, and for who may not see events. */
  cause?: Run;
}

/** Why a dispatcher of an event's type did, or did not, act on it. `made_later`: it was not there yet. */
export const LISTENER_VERDICTS = [
  'acts',
  'loop_guard',
  'dispatcher_disabled',
  'no_actions',
  'action_disabled',
  'made_later',
  'deleted',
] as const;
export type ListenerVerdict = (typeof LISTENER_VERDICTS)[number];

export interface ListenedAction {
  id: string;
  type: ActionType;
  name: string | undefined;
}

/** A dispatcher of an event's type. */
export interface EventListener {
  dispatcherId: string;
  dispatcherName: string | undefined;
  /** What it did when the event came in. */
  was: ListenerVerdict;
  /** The actions that followed. */
  actions: ListenedAction[];
  /** Actions that were disabled while others followed. */
  skipped: ListenedAction[];
  /** What it would do now, if the event were replayed. */
  now: ListenerVerdict;
  nowActions: ListenedAction[];
}

/** `GET /api/v1/events/{id}`. */
export interface EventDetail {
  event: EventSummary;
  runs: RunDetail[];
  /** Every dispatcher of its type, or that acted on it; at most 50. */
  listeners: EventListener[];
  /** The events that came right after and right before it. */
  newerId?: string;
  olderId?: string;
}

/** `GET /api/v1/runs/{id}`. */
export interface RunView {
  run: RunDetail;
  event: EventSummary;
  /** The action as it was when the run was matched, or planned anew. */
  action?: Action;
  /** What became of the dispatcher since. */
  dispatcherNow: 'same' | 'changed' | 'deleted';
}

/** One row of `GET /api/v1/event-types`: what really arrived, most recent first. */
export interface EventTypeSummary {
  type: string;
  /** At most `MAX_COUNTED_EVENTS`. */
  count: number;
  lastEventAt: number;
  dispatchers: number;
}

/** Actions to preview, draft or stored. */
export const PreviewActions = z.array(z.union([Action, ActionInput, MailActionInput, TaskActionInput])).max(50);

/** Body of `POST /api/v1/preview`: actions (draft or stored) against one event, stored or typed in. */
export const PreviewInput = z.object({
  actions: PreviewActions,
  event: z.union([
    z.object({ id: ObjectId }),
    z.object({
      type: EventType,
      content: z.json().default({}) as unknown as z.ZodType<JsonValue, JsonValue | undefined>,
    }),
  ]),
});
export type PreviewInput = z.input<typeof PreviewInput>;

/** What the live engine would do: one plan per action, in order (also for disabled actions). */
export interface Preview {
  event: EventScope;
  plans: Plan[];
}

/** `GET /api/v1/overview`. */
export interface Overview {
  /** Nothing configured and nothing received yet: offer the example. */
  empty: boolean;
  events24h: number;
  runs24h: Record<RunStatus, number>;
  dispatchers: number;
  /** The newest failed runs, at most 10. */
  failed: Run[];
  mailTransport: 'smtp' | 'capture';
}

/** Answer of `POST /api/v1/demo`. */
export interface DemoResult {
  dispatcherId: string;
  eventId: string;
}
