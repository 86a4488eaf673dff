import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import type { JsonValue } from '@/lib/format/json';
import { ObjectId } from '@/lib/format/object-id';
import { InputType, OUTPUT_MAX_BYTES } from '@/lib/templates/schema';

export const OBSERVED_TYPES = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const;
export type ObservedType = (typeof OBSERVED_TYPES)[number];

/** A path that events have, as an expression names it. */
export interface ObservedPath {
  path: string;
  types: ObservedType[];
  /** The share of the events that have it, from 0 to 1. */
  share: number;
  /** One or two of its values as JSON, shortened; the newest first. */
  examples: string[];
}

/** Query of `GET /api/v1/event-types/paths`. */
export const ObservedPathsQuery = z.object({ type: EventType });

/** `GET /api/v1/event-types/paths`: what the newest events of a type have. */
export interface ObservedPaths {
  type: string;
  /** How many events were looked at, at most 200. */
  events: number;
  /** At most 300. */
  paths: ObservedPath[];
}

export const MAX_CHECKED_SOURCES = 200;

/**
 * Body of `POST /api/v1/expressions/check`. `action`: texts of an action, with `event` and `content` in scope. `template`:
 * outputs of a template, which read the fields of an event's content, or what `inputs` declares, as `@inputs`.
 */
export const CheckInput = z.object({
  scope: z.enum(['action', 'template']).default('action'),
  sources: z.array(z.string().max(OUTPUT_MAX_BYTES)).max(MAX_CHECKED_SOURCES),
  /** The newest events of this type say which paths there are. */
  eventType: EventType.optional(),
  inputs: z.record(z.string(), InputType).optional(),
  /** The event to give example values for: one that is stored, or content typed in. Otherwise the newest of the type. */
  event: z
    .union([z.object({ id: ObjectId }), z.object({ content: z.json() as unknown as z.ZodType<JsonValue, JsonValue> })])
    .optional(),
});
export type CheckInput = z.input<typeof CheckInput>;

/**
 * What there is to say about a part of a source. `syntax`, `helper`: it can never work. `unknown`: no event has the path.
 * `sometimes`: not every event has it, and there is no default.
 */
export const MARK_KINDS = ['syntax', 'helper', 'unknown', 'sometimes'] as const;

export interface ExpressionMark {
  kind: (typeof MARK_KINDS)[number];
  severity: 'error' | 'warning' | 'info';
  /** From where to where, in UTF-16 units from the start of the source. */
  from: number;
  to: number;
  message: string;
  /** The share of events, or of the items of a list, that have the path. */
  share?: number;
  /** What to put in the place of exactly this part, the likeliest first; `label` says it in words. */
  fixes: { label: string; text: string }[];
}

export interface CheckedSource {
  marks: ExpressionMark[];
  /** What the source gives for the example event, as JSON, shortened. Absent when it gives nothing. */
  example?: string;
}

/** Answer of `POST /api/v1/expressions/check`: one result per source, in order. */
export interface CheckResult {
  /** How many events were looked at. */
  events: number;
  results: CheckedSource[];
}

/** What a person reads about a helper while writing. `block`: also, or only, written `{{#name …}}…{{/name}}`. */
export interface HelperGuide {
  name: string;
  signature: string;
  summary: string;
  block?: 'only' | 'also';
}

/** Every helper of expressions and templates, in the order in which they are offered. */
export const HELPER_GUIDES: readonly HelperGuide[] = [
  { name: 'default', signature: 'default value … fallback', summary: 'The first value that is there' },
  {
    name: 'if',
    signature: '#if value',
    summary: 'Only when the value is there and not empty; {{else}}',
    block: 'only',
  },
  { name: 'unless', signature: '#unless value', summary: 'Only when the value is absent or empty', block: 'only' },
  { name: 'each', signature: '#each list', summary: 'Once for each item: {{this}}, {{@index}}', block: 'only' },
  { name: 'with', signature: '#with value', summary: 'Reads names from that value', block: 'only' },
  { name: 'lookup', signature: 'lookup value key', summary: 'The field whose name is a value' },
  { name: 't', signature: "t 'key' name=value", summary: 'The text of a localization' },
  { name: 'datetime', signature: 'datetime time dateStyle="long"', summary: 'A date or time in words' },
  { name: 'relativetime', signature: 'relativetime time', summary: '“in 3 days”, “2 hours ago”' },
  { name: 'number', signature: 'number value', summary: 'A number as the language writes it' },
  { name: 'currency', signature: "currency value currency='EUR'", summary: 'An amount of money' },
  { name: 'join', signature: "join list sep=', '", summary: 'The items of a list as one text' },
  { name: 'length', signature: 'length value', summary: 'How many items, or characters' },
  { name: 'includes', signature: 'includes whole part', summary: 'Whether a list or text holds it', block: 'also' },
  { name: 'toJsonString', signature: 'toJsonString value', summary: 'The value as JSON' },
  { name: 'eq', signature: 'eq a b', summary: 'Whether they are equal', block: 'also' },
  { name: 'ne', signature: 'ne a b', summary: 'Whether they differ', block: 'also' },
  { name: 'and', signature: 'and a b …', summary: 'Whether all hold', block: 'also' },
  { name: 'or', signature: 'or a b …', summary: 'Whether one holds', block: 'also' },
  { name: 'not', signature: 'not value', summary: 'Whether it does not hold', block: 'also' },
  { name: 'gt', signature: 'gt a b', summary: 'Whether a is greater than b', block: 'also' },
  { name: 'ge', signature: 'ge a b', summary: 'Whether a is b or greater', block: 'also' },
  { name: 'lt', signature: 'lt a b', summary: 'Whether a is less than b', block: 'also' },
  { name: 'le', signature: 'le a b', summary: 'Whether a is b or less', block: 'also' },
  { name: 'sum', signature: 'sum a b …', summary: 'a + b' },
  { name: 'subtract', signature: 'subtract a b', summary: 'a − b' },
  { name: 'multiply', signature: 'multiply a b', summary: 'a × b' },
  { name: 'divide', signature: 'divide a b', summary: 'a ÷ b' },
  { name: 'mod', signature: 'mod a b', summary: 'What a ÷ b leaves over' },
  { name: 'floor', signature: 'floor value', summary: 'Rounded down' },
  { name: 'ceil', signature: 'ceil value', summary: 'Rounded up' },
  { name: 'round', signature: 'round value', summary: 'Rounded' },
];
