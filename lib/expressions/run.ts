import type { Problem } from '@/lib/dispatch/schema';
import type { JsonValue } from '@/lib/format/json';
import type { Position } from './ast';
import type { Budget } from './budget';
import type { RenderEnv } from './env';
import { MAX_PROBLEMS } from './limits';

/** One evaluation under way. */
export interface Run {
  env: RenderEnv;
  budget: Budget;
  problems: Problem[];
  /** Whether `{{…}}` escapes for HTML. */
  escape: boolean;
  /** Whether what is evaluated now goes into HTML without being escaped afterwards. */
  raw: boolean;
}

/** Variables of one `each` (`@index`, `@key`, `@first`, `@last`), or the outermost ones (`@root`, `@inputs`). */
export interface DataFrame {
  variables: Record<string, JsonValue>;
  parent: DataFrame | undefined;
}

/** Block parameters (`as |item index|`) of one block. */
export interface ParamFrame {
  names: readonly string[];
  values: readonly (Named | undefined)[];
  parent: ParamFrame | undefined;
}

/** A value, and how a reader of the template would name it, where that can be told. */
export interface Named {
  value: JsonValue | undefined;
  name: string | undefined;
}

/** Where names are looked up: the current context, those around it (`../`), and the variables. */
export interface Frame {
  context: Named;
  parent: Frame | undefined;
  data: DataFrame;
  params: ParamFrame | undefined;
}

export function report(run: Run, at: Position, problem: Omit<Problem, 'line' | 'column'>): void {
  if (run.problems.length < MAX_PROBLEMS) run.problems.push({ ...problem, line: at.line, column: at.column });
}

/** `content.items` and `0` make `content.items.0`; what has no name stays without. */
export function childName(name: string | undefined, part: string): string | undefined {
  return name === undefined ? undefined : name === '' ? part : `${name}.${part}`;
}
