import type { Problem } from '@/lib/dispatch/schema';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { Budget } from '../budget';
import type { RenderEnv } from '../env';

/** One call of a helper, its arguments evaluated. */
export interface HelperCall {
  /** `undefined` stands for an absent path, and occurs only where `absentAllowed` is set. */
  args: readonly (JsonValue | undefined)[];
  hash: JsonObject;
  env: RenderEnv;
  budget: Budget;
  /** True when the result is put into HTML as it is, so that values from the event must be escaped by the helper. */
  escapesOwnValues: boolean;
}

export interface Helper {
  /** How many arguments it takes. */
  min: number;
  max: number;
  /** Absent paths are legitimate arguments, not problems. */
  absentAllowed?: boolean;
  /** May open a block, whose first part is rendered when the result is true, and whose else part otherwise. */
  block?: boolean;
  run(call: HelperCall): JsonValue;
}

/** Thrown by a helper that cannot use its arguments; the interpreter reports it with the helper's name and position. */
export class HelperError extends Error {
  readonly code: Problem['code'];

  constructor(message: string, code: Problem['code'] = 'helper') {
    super(message);
    this.code = code;
  }
}
