import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { CallExpr, Expr, PathExpr } from './ast';
import { HelperError } from './helpers/helper';
import { findHelper, isBlockForm, isValueForm } from './helpers/registry';
import { readField } from './lookup';
import { childName, type DataFrame, type Frame, type Named, type Run, report } from './run';

/**
 * What to do about a path that is not there. `report`: it is a problem. `allow`: absent is a legitimate value here (a
 * condition). `fallback`: a default stands ready, so whatever needs the path is absent as a whole.
 */
export type Absent = 'report' | 'allow' | 'fallback';

/**
 * Evaluates an argument or the content of a `{{…}}`.
 * @returns undefined when absent; under `report` the problem has then been reported
 */
export function evaluate(expr: Expr, frame: Frame, run: Run, absent: Absent): JsonValue | undefined {
  run.budget.step();
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'path':
      return evaluatePath(expr, frame, run, absent);
    case 'call':
      return evaluateCall(expr, frame, run, absent);
  }
}

/** A plain name calls the helper of that name, as in Handlebars; `this.name` and `./name` always read the field. */
export function asCall(path: PathExpr, frame: Frame): CallExpr | undefined {
  const [name] = path.parts;
  if (name === undefined || path.parts.length !== 1 || path.data || path.depth > 0 || path.scoped) return undefined;
  if (!findHelper(name) && !isValueForm(name)) return undefined;
  if (findParam(frame, name)) return undefined;
  return { kind: 'call', name, params: [], hash: [], at: path.at };
}

function evaluatePath(path: PathExpr, frame: Frame, run: Run, absent: Absent): JsonValue | undefined {
  const { value, name } = resolvePath(path, frame);
  if (value === undefined && absent === 'report') {
    const shown = name ?? path.original;
    report(run, path.at, { code: 'missing_path', message: `${shown} is not there`, path: shown });
  }
  return value;
}

/** Finds what a path points at, and its full name: within `{{#each content.items}}`, `name` is `content.items.0.name`. */
export function resolvePath(path: PathExpr, frame: Frame): Named {
  const start = pathStart(path, frame);
  let { value, name } = start.from;
  for (const part of start.rest) {
    value = readField(value, part);
    name = childName(name, part);
  }
  return { value, name };
}

/** The value that a path begins at, and the parts that are still to be followed from there. */
export function pathStart(path: PathExpr, frame: Frame): { from: Named; rest: readonly string[] } {
  const [first, ...rest] = path.parts;
  if (path.data && first !== undefined) {
    const value = readVariable(first, path.depth, frame.data);
    return { from: { value, name: first === 'root' ? rootOf(frame).name : `@${first}` }, rest };
  }
  const param = path.depth === 0 && !path.scoped && first !== undefined ? findParam(frame, first) : undefined;
  if (param) return { from: param, rest };
  let at: Frame | undefined = frame;
  for (let up = path.depth; at && up > 0; up -= 1) at = at.parent;
  return { from: at?.context ?? { value: undefined, name: undefined }, rest: path.parts };
}

function rootOf(frame: Frame): Named {
  let outermost = frame;
  while (outermost.parent) outermost = outermost.parent;
  return outermost.context;
}

function readVariable(name: string, depth: number, data: DataFrame): JsonValue | undefined {
  let at: DataFrame | undefined = data;
  for (let up = depth; at && up > 0; up -= 1) at = at.parent;
  for (; at; at = at.parent) if (Object.hasOwn(at.variables, name)) return at.variables[name];
  return undefined;
}

function findParam(frame: Frame, name: string): Named | undefined {
  for (let at = frame.params; at; at = at.parent) {
    const index = at.names.indexOf(name);
    if (index !== -1) return at.values[index] ?? { value: undefined, name: undefined };
  }
  return undefined;
}

function evaluateCall(call: CallExpr, frame: Frame, run: Run, absent: Absent): JsonValue | undefined {
  if (call.name === 'default') return evaluateDefault(call, frame, run, absent);
  if (call.name === 'lookup') return evaluateLookup(call, frame, run, absent);
  const helper = findHelper(call.name);
  if (!helper) return problem(call, run, unknownHelper(call.name));
  if (!hasArguments(call, run, helper.min, helper.max)) return undefined;
  const forArguments: Absent = helper.absentAllowed ? 'allow' : absent === 'fallback' ? 'fallback' : 'report';
  const escapesOwnValues = run.raw;
  // A translation escapes the values that it is given; a translation among them must not be escaped twice.
  if (call.name === 't') run.raw = false;
  const args = call.params.map((param) => evaluate(param, frame, run, forArguments));
  const hash = evaluateHash(call, frame, run, forArguments);
  run.raw = escapesOwnValues;
  if (!hash || (!helper.absentAllowed && args.includes(undefined))) return undefined;
  for (const arg of args) if (typeof arg === 'string') run.budget.work(arg.length);
  try {
    const result = helper.run({ args, hash, env: run.env, budget: run.budget, escapesOwnValues });
    if (typeof result === 'string') run.budget.work(result.length);
    return result;
  } catch (error) {
    if (!(error instanceof HelperError)) throw error;
    report(run, call.at, { code: error.code, message: `${call.name}: ${error.message}` });
    return undefined;
  }
}

function evaluateHash(call: CallExpr, frame: Frame, run: Run, absent: Absent): JsonObject | undefined {
  const entries: [string, JsonValue][] = [];
  for (const { key, value } of call.hash) {
    const evaluated = evaluate(value, frame, run, absent);
    if (evaluated !== undefined) entries.push([key, evaluated]);
    else if (absent !== 'allow') return undefined;
  }
  return Object.fromEntries(entries);
}

/** `{{default content.nickname "there"}}`: the first argument that is neither absent nor null; an empty text is a value. */
function evaluateDefault(call: CallExpr, frame: Frame, run: Run, absent: Absent): JsonValue | undefined {
  if (!hasArguments(call, run, 2, 100)) return undefined;
  const last = call.params.length - 1;
  for (const [index, param] of call.params.entries()) {
    const value = evaluate(param, frame, run, index < last ? 'fallback' : absent);
    if (index === last || (value !== undefined && value !== null)) return value;
  }
  return undefined;
}

/** `{{lookup content.names content.key}}`: the field whose name is a value. Absent is treated as it is for a path. */
function evaluateLookup(call: CallExpr, frame: Frame, run: Run, absent: Absent): JsonValue | undefined {
  if (!hasArguments(call, run, 2, 2)) return undefined;
  const [target, key] = call.params;
  if (!target || !key) return undefined;
  const parent = evaluate(target, frame, run, absent);
  const field = evaluate(key, frame, run, absent);
  if (parent === undefined || field === undefined) return undefined;
  if (typeof field === 'object') return problem(call, run, 'lookup: needs the name of a field');
  const value = readField(parent, String(field));
  if (value === undefined && absent === 'report') {
    const name = target.kind === 'path' ? (resolvePath(target, frame).name ?? target.original) : '(…)';
    const path = childName(name, String(field)) ?? String(field);
    report(run, call.at, { code: 'missing_path', message: `${path} is not there`, path });
  }
  return value;
}

function hasArguments(call: CallExpr, run: Run, min: number, max: number): boolean {
  const message = wrongArguments(call, min, max);
  if (message) problem(call, run, message);
  return message === undefined;
}

/** Words for a call with too few or too many arguments, else undefined. */
export function wrongArguments(call: CallExpr, min: number, max: number): string | undefined {
  const count = call.params.length;
  if (count >= min && count <= max) return undefined;
  const wanted = min === max ? String(min) : count < min ? `at least ${min}` : `at most ${max}`;
  const hint = count === 0 && call.hash.length === 0 ? `; a field of that name is read as this.${call.name}` : '';
  return `${call.name}: needs ${wanted} argument${wanted.endsWith(' 1') || wanted === '1' ? '' : 's'} and got ${count}${hint}`;
}

/** Words for a name that is called and is no helper, or opens a block only. */
export function unknownHelper(name: string): string {
  return isBlockForm(name)
    ? `${name}: is a block and is written {{#${name} …}}…{{/${name}}}`
    : `There is no helper '${name}'`;
}

function problem(call: CallExpr, run: Run, message: string): undefined {
  report(run, call.at, { code: 'helper', message });
}
