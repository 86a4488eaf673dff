import type { Problem } from '@/lib/dispatch/schema';
import type { JsonValue } from '@/lib/format/json';
import type { ParsedTemplate } from './ast';
import { Budget, BudgetExceeded } from './budget';
import type { RenderEnv, Scope } from './env';
import { type Evaluated, evaluateSingle, renderTemplate } from './interpret';
import { MAX_DATA_DEPTH, MAX_PROBLEMS } from './limits';
import { parseTemplate } from './parse';
import { ExpressionSyntaxError } from './syntax-error';

/**
 * Evaluates a string of an action. One that is exactly one `{{…}}` (or `{{{…}}}`) keeps the JSON type of its value:
 * `{{content.age}}` gives 42, arrays and objects come whole. Anything else gives text, without HTML escaping.
 * Never throws on account of the source or the event; `renderTemplate` says what counts as a problem.
 * @param budget shared by expressions that belong together
 */
export function evaluateExpression(
  source: string,
  scope: Scope,
  env: RenderEnv,
  budget = new Budget(),
): Evaluated<JsonValue> {
  if (!source.includes('{{')) return { ok: true, value: source };
  const parsed = parseOrProblem(source);
  if ('code' in parsed) return { ok: false, problems: [parsed] };
  if (parsed.single) return evaluateSingle(parsed.single, scope, env, budget);
  return renderTemplate(parsed, scope, env, { escape: false, budget });
}

/**
 * Evaluates the strings in a JSON value at any depth, and keys that contain `{{` (to text).
 * @param field how the value is called in problems; within it they name `field.user.name`, `field.list[0]`
 * @returns all problems at once, each with its `field`
 */
export function evaluateDeep(
  value: JsonValue,
  scope: Scope,
  env: RenderEnv,
  field: string,
  budget = new Budget(),
): Evaluated<JsonValue> {
  const walk: Walk = { scope, env, budget, problems: [] };
  try {
    const evaluated = evaluateValue(value, field, 0, walk);
    if (walk.problems.length === 0) return { ok: true, value: evaluated };
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    const isTold = walk.problems.some(({ code }) => code === 'budget');
    if (!isTold) walk.problems.push({ code: 'budget', message: error.message, field });
  }
  return { ok: false, problems: walk.problems.slice(0, MAX_PROBLEMS) };
}

interface Walk {
  scope: Scope;
  env: RenderEnv;
  budget: Budget;
  problems: Problem[];
}

function evaluateValue(value: JsonValue, field: string, depth: number, walk: Walk): JsonValue {
  walk.budget.step();
  if (typeof value === 'string') return evaluateString(value, field, walk);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DATA_DEPTH) throw new BudgetExceeded(`is nested deeper than ${MAX_DATA_DEPTH} levels`);
  if (Array.isArray(value)) return value.map((item, i) => evaluateValue(item, `${field}[${i}]`, depth + 1, walk));
  const entries = Object.entries(value).map(([key, item]): [string, JsonValue] => {
    const inner = `${field}.${key}`;
    return [evaluateKey(key, inner, walk), evaluateValue(item, inner, depth + 1, walk)];
  });
  reportRepeatedKeys(entries, field, walk);
  return Object.fromEntries(entries);
}

function evaluateString(source: string, field: string, walk: Walk): JsonValue {
  const result = evaluateExpression(source, walk.scope, walk.env, walk.budget);
  if (result.ok) return result.value;
  walk.problems.push(...inField(result.problems, field));
  const exceeded = result.problems.find(({ code }) => code === 'budget');
  if (exceeded) throw new BudgetExceeded(exceeded.message);
  return null;
}

function evaluateKey(key: string, field: string, walk: Walk): string {
  if (!key.includes('{{')) return key;
  const value = evaluateString(key, field, walk);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value !== null) walk.problems.push({ code: 'invalid_value', message: 'a key must be a text', field });
  return key;
}

function reportRepeatedKeys(entries: readonly [string, JsonValue][], field: string, walk: Walk): void {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (seen.has(key)) {
      walk.problems.push({ code: 'invalid_value', message: `has the key '${key.slice(0, 100)}' twice`, field });
    }
    seen.add(key);
  }
}

/** The problems, each with the field that they lie in. */
export function inField(problems: readonly Problem[], field: string): Problem[] {
  return problems.map((problem) => ({ ...problem, field }));
}

/** Parses a source, or gives the problem of code `syntax` that prevents it. */
export function parseOrProblem(source: string): ParsedTemplate | Problem {
  try {
    return parseTemplate(source);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    return { code: 'syntax', message: error.message, line: error.line, column: error.column };
  }
}
