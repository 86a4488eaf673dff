import type { Problem } from '@/lib/dispatch/schema';
import type { JsonValue } from '@/lib/format/json';
import type { Expr, OutputNode, ParsedTemplate, Program } from './ast';
import { partsOf } from './blocks';
import { Budget, BudgetExceeded } from './budget';
import type { RenderEnv, Scope } from './env';
import { type Frame, type Run, report } from './run';
import { escapeHtml, kindOf, toText } from './text';
import { asCall, evaluate } from './values';

export type Evaluated<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * Renders a parsed template to text as Handlebars would, within budgets, without generating code, and with every path
 * that is not there reported. Absent is a problem where it is put out or given to a helper; it is a legitimate value as
 * the subject of `if unless each with` and sections, of `and or not eq ne`, and before the last argument of `default`.
 * Null is a value and renders as nothing. An object has no text, which is a problem of code `invalid_value`.
 */
export function renderTemplate(
  parsed: ParsedTemplate,
  scope: Scope,
  env: RenderEnv,
  options: { escape: boolean; budget?: Budget },
): Evaluated<string> {
  return guarded(env, options.escape, options.budget, (run) => {
    const out: string[] = [];
    renderProgram(parsed.program, outermost(scope), run, out);
    return out.join('');
  });
}

/** Evaluates a source that is one `{{…}}` and gives its value with its JSON type. */
export function evaluateSingle(
  single: OutputNode,
  scope: Scope,
  env: RenderEnv,
  budget?: Budget,
): Evaluated<JsonValue> {
  return guarded(env, false, budget, (run) => {
    const value = evaluateOutput(single.expr, outermost(scope), run) ?? null;
    run.budget.outputValue(value);
    return value;
  });
}

function guarded<T>(env: RenderEnv, escapes: boolean, budget = new Budget(), act: (run: Run) => T): Evaluated<T> {
  const run: Run = { env, budget, problems: [], escape: escapes, raw: false };
  try {
    const value = act(run);
    return run.problems.length > 0 ? { ok: false, problems: run.problems } : { ok: true, value };
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return { ok: false, problems: [...run.problems, { code: 'budget', message: error.message }] };
  }
}

/** The frame that every evaluation of a scope begins in. */
export function outermost(scope: Scope): Frame {
  return {
    context: { value: scope.context, name: scope.contextName },
    parent: undefined,
    data: { variables: { ...scope.data, root: scope.context }, parent: undefined },
    params: undefined,
  };
}

function renderProgram(program: Program | undefined, frame: Frame, run: Run, out: string[]): void {
  for (const node of program?.body ?? []) {
    if (node.kind === 'text') put(node.value, run, out);
    else if (node.kind === 'output') renderOutput(node, frame, run, out);
    else for (const part of partsOf(node, frame, run)) renderProgram(part.program, part.frame, run, out);
  }
}

function renderOutput(node: OutputNode, frame: Frame, run: Run, out: string[]): void {
  const escapes = run.escape && node.escaped;
  run.raw = run.escape && !node.escaped;
  const value = evaluateOutput(node.expr, frame, run);
  run.raw = false;
  const text = toText(value);
  if (text === undefined) {
    reportNoText(node.expr, value, run);
    return;
  }
  if (escapes) run.budget.work(text.length);
  put(escapes ? escapeHtml(text) : text, run, out);
}

function evaluateOutput(expr: Expr, frame: Frame, run: Run): JsonValue | undefined {
  const call = expr.kind === 'path' ? asCall(expr, frame) : undefined;
  return evaluate(call ?? expr, frame, run, 'report');
}

function reportNoText(expr: Expr, value: JsonValue | undefined, run: Run): void {
  if (expr.kind === 'literal') return;
  const name = expr.kind === 'path' ? expr.original : expr.name;
  const message = `${name} is ${kindOf(value)} and has no text: name a field of it, or use toJsonString`;
  report(run, expr.at, { code: 'invalid_value', message });
}

function put(text: string, run: Run, out: string[]): void {
  run.budget.step();
  run.budget.output(text.length);
  out.push(text);
}
