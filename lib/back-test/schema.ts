import { z } from 'zod';
import { PreviewActions } from '@/lib/console/schema';
import type { Problem } from '@/lib/dispatch/schema';
import { type ActionType, EventType, WholeDispatcher } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';

export const MAX_PREVIEW_EVENTS = 50;
/** How many of the newest events a change is tried on. */
export const EFFECT_EVENTS = 50;

/** Body of `POST /api/v1/preview/events`: actions (draft or stored) against the newest events of a type. */
export const PreviewEventsInput = z.object({
  actions: PreviewActions,
  eventType: EventType,
  limit: z.number().int().min(1).max(MAX_PREVIEW_EVENTS).default(20),
});
export type PreviewEventsInput = z.input<typeof PreviewEventsInput>;

/** What an action would do, in short: enough for one cell of a table. */
export type PlanSummary =
  | { status: 'ready'; type: 'mail'; to: string[]; recipients: number; subject: string }
  | { status: 'ready'; type: 'task'; functionName: string; startTimestamp: number }
  | { status: 'problem'; problems: Problem[] };

/** The newest events, the newest first, each with one plan per action, in their order. */
export interface EventPreviews {
  events: { id: string; creationTimestamp: number; plans: PlanSummary[] }[];
}

/** Body of `POST /api/v1/preview/effect`: a dispatcher as it is to be saved. Without `dispatcherId` it is a new one. */
export const EffectInput = WholeDispatcher.pick({ eventType: true, enabled: true, actions: true }).extend({
  dispatcherId: ObjectId.optional(),
});
export type EffectInput = z.input<typeof EffectInput>;

/**
 * What a change does to one action for one event. changes: another mail or task; breaks: it worked and would fail;
 * mends: it failed and would work; fails: it fails as before, or otherwise; starts: it did not act and would; startsFailing:
 * it did not act, and would fail; stops: it acted, or tried to, and would not.
 */
export const ACTION_EFFECTS = ['changes', 'breaks', 'mends', 'fails', 'starts', 'startsFailing', 'stops'] as const;

/** What it does to an event as a whole: the gravest of what it does to the actions. */
export const EVENT_EFFECTS = ['breaks', 'mends', 'changes', 'fails', 'same'] as const;
export type EventEffect = (typeof EVENT_EFFECTS)[number];

export interface ActionEffect {
  effect: (typeof ACTION_EFFECTS)[number];
  actionType: ActionType;
  /** Its place in the draft, from 0; of one that stops, its place in what is stored. */
  index: number;
  name?: string;
  /** Which parts of the mail or task are another: `subject`, `recipients`, `data`, … */
  fields?: string[];
  /** Why it would fail; of `mends`, why it failed. */
  problems?: Problem[];
}

export interface EventComparison {
  id: string;
  creationTimestamp: number;
  effect: EventEffect;
  /** Those for which something is to be said. */
  actions: ActionEffect[];
}

/** How much would follow from all the events together. */
export interface EffectTotals {
  mails: number;
  tasks: number;
  problems: number;
}

/** Answer of `POST /api/v1/preview/effect`. */
export interface Effect {
  /** Of what is stored, so that one sees when somebody else saved meanwhile; absent for a new dispatcher. */
  updateTimestamp?: number;
  /** Those that were looked at, the newest first: at most 50, fewer when planning takes long. */
  events: EventComparison[];
  before: EffectTotals;
  after: EffectTotals;
}
