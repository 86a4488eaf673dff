import type { JsonObject, JsonValue } from '@/lib/format/json';

/** Why an action cannot be carried out for an event, in words a configurator understands. */
export interface Problem {
  code: 'missing_path' | 'syntax' | 'budget' | 'helper' | 'invalid_value' | 'unknown_template' | 'missing_localization';
  message: string;
  /** Where in the action (`recipients.to[0]`, `data.user.name`) or template (`template.subject`) it lies. */
  field?: string;
  /** The path that the event does not have, such as `content.email`. */
  path?: string;
  line?: number;
  column?: number;
}

/** A mail that is ready to be sent: nothing in it is still to be filled. */
export interface PlannedMail {
  type: 'mail';
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  templateId: string;
  templateName: string;
  subject: string;
  html: string;
  text: string;
  language: string;
  timeZone: string;
}

/** A task that is ready to be started. `startTimestamp` is epoch milliseconds; `data` already has `event` added. */
export interface PlannedTask {
  type: 'task';
  functionName: string;
  data: JsonObject;
  startTimestamp: number;
  tags: string[];
  priority: number | undefined;
}

/** The outcome of evaluating one action for one event. Pure data: the same for live, preview, back-test and replay. */
export type Plan = { status: 'ready'; effect: PlannedMail | PlannedTask } | { status: 'problem'; problems: Problem[] };

/** What an expression sees of an event. `creationTimestamp` is epoch milliseconds. */
export interface EventScope {
  id: string;
  type: string;
  /** Any JSON; usually an object. */
  content: JsonValue;
  creationTimestamp: number;
}
