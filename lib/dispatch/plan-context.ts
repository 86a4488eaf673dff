import type { Action } from '@/lib/dispatchers/schema';
import { Budget } from '@/lib/expressions/budget';
import type { RenderEnv, Scope } from '@/lib/expressions/env';
import { evaluateDeep, evaluateExpression, inField } from '@/lib/expressions/evaluate';
import type { Evaluated } from '@/lib/expressions/interpret';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { Localize } from '@/lib/localizations/localizer';
import type { Template } from '@/lib/templates/schema';
import type { EventScope, Problem } from './schema';
import { actionScope, eventObject } from './scopes';

/** More than any field takes. An event with 100,000 bad addresses must not leave as many problems behind. */
const MAX_ENTRIES = 200;

/** All that a plan depends on. The same input always gives the same plan. */
export interface PlanInput {
  event: EventScope;
  action: Action;
  /** Finds a template by its id or by its name, whichever is given. */
  findTemplate: (ref: { id?: string; name?: string }) => Template | undefined;
  localize: Localize;
  /** Makes the text part of a mail whose template has none. @returns undefined when none can be made. */
  toText: (html: string) => string | undefined;
  /** Epoch milliseconds. */
  now: number;
  defaults: { language: string; timeZone: string };
}

/** Evaluates the fields of one action and gathers every problem on the way, so that all are told at once. */
export class PlanContext {
  readonly problems: Problem[] = [];
  readonly env: RenderEnv;
  readonly event: JsonObject;
  private readonly scope: Scope;
  private readonly budget = new Budget();

  constructor(readonly input: PlanInput) {
    this.event = eventObject(input.event);
    this.scope = actionScope(input.event);
    this.env = { ...input.defaults, now: input.now, localize: input.localize };
  }

  /** The value of a string that may hold expressions; undefined when it has none, and the problems are noted. */
  evaluate(source: string, field: string): JsonValue | undefined {
    return this.take(evaluateExpression(source, this.scope, this.env, this.budget), field);
  }

  evaluateDeep(value: JsonValue, field: string): JsonValue | undefined {
    const result = evaluateDeep(value, this.scope, this.env, field, this.budget);
    if (result.ok) return result.value;
    this.problems.push(...result.problems);
    return undefined;
  }

  /**
   * Evaluates entries of which one may give an array, whose items then take its place.
   * `label` is the field to name: `tags[0]`, or `tags[0].2` for an item of an array. None when there are too many.
   */
  spread(sources: readonly string[], field: string): { value: JsonValue; label: string }[] {
    const entries = sources.flatMap((source, index) => {
      const label = `${field}[${index}]`;
      const value = this.evaluate(source, label);
      if (value === undefined) return [];
      return Array.isArray(value)
        ? value.map((item, position) => ({ value: item, label: `${label}.${position}` }))
        : [{ value, label }];
    });
    if (entries.length <= MAX_ENTRIES) return entries;
    this.problem(field, `gives ${entries.length} entries, of ${MAX_ENTRIES} at most`);
    return [];
  }

  problem(field: string, message: string, code: Problem['code'] = 'invalid_value'): undefined {
    this.problems.push({ code, message, field });
  }

  private take<T>(result: Evaluated<T>, field: string): T | undefined {
    if (result.ok) return result.value;
    this.problems.push(...inField(result.problems, field));
    return undefined;
  }
}
