import type { JsonValue } from '@/lib/format/json';
import type { BlockNode, CallExpr, Expr, ParsedTemplate, PathExpr, Program } from './ast';
import { type Part, partsOf } from './blocks';
import { Budget, BudgetExceeded } from './budget';
import type { RenderEnv, Scope } from './env';
import { findHelper } from './helpers/registry';
import { outermost } from './interpret';
import { readField } from './lookup';
import type { Frame, Run } from './run';
import { asCall, pathStart } from './values';

/** Stands for a value of which nothing is known: a path that leads through it may well be there. */
export const ANYTHING: JsonValue = Object.freeze({});

const MAX_FRAMES = 200;
const MAX_KEYS = 500;

/** A path of a source, and what became of it over sample data. */
export interface PathFinding {
  path: PathExpr;
  /** Whether it is put out as it is, or is an argument of a helper. */
  isArgument: boolean;
  /** Absent is a legitimate value here: a condition, or a default stands ready. */
  isOptional: boolean;
  /** It stands in a part that no sample reached: that some samples lack it says nothing. */
  isUnreached: boolean;
  /** What was looked at: whole samples, or items of lists in them. */
  unit: 'events' | 'items';
  seen: number;
  present: number;
  /** The index in `path.parts` at which it is not there, and the names that are there instead. */
  brokenAt: number;
  names: ReadonlySet<string>;
  /** Where it was looked up. */
  frames: readonly Frame[];
}

/** Where the walk stands. */
interface Place {
  frames: readonly Frame[];
  unit: PathFinding['unit'];
  isUnreached: boolean;
}

interface Use {
  isArgument: boolean;
  isOptional: boolean;
}

interface Walk {
  env: RenderEnv;
  deadline: number;
  findings: PathFinding[];
}

/**
 * Looks up every path of a source in sample data, as the engine would: conditions choose parts, `each` and `with` move to
 * other values, block parameters count. Parts that no sample reaches are looked up too where their names keep their meaning.
 * @param deadline of `performance.now()`, after which nothing more is looked at
 */
export function findPaths(
  parsed: ParsedTemplate,
  scopes: readonly Scope[],
  env: RenderEnv,
  deadline: number,
): PathFinding[] {
  const walk: Walk = { env, deadline, findings: [] };
  const frames = scopes.slice(0, MAX_FRAMES).map(outermost);
  walkProgram(parsed.program, { frames, unit: 'events', isUnreached: false }, walk);
  return walk.findings;
}

function walkProgram(program: Program | undefined, place: Place, walk: Walk): void {
  for (const node of program?.body ?? []) {
    if (performance.now() > walk.deadline) return;
    if (node.kind === 'output') lookUp(node.expr, { isArgument: false, isOptional: false }, place, walk);
    else if (node.kind === 'block') walkBlock(node, place, walk);
  }
}

function lookUp(expr: Expr, use: Use, place: Place, walk: Walk): void {
  if (expr.kind === 'call') lookUpArguments(expr, use.isOptional, place, walk);
  else if (expr.kind === 'path' && !isHelperName(expr, place)) walk.findings.push(findPath(expr, use, place));
}

function isHelperName(path: PathExpr, { frames: [frame] }: Place): boolean {
  return frame !== undefined && asCall(path, frame) !== undefined;
}

function lookUpArguments(call: CallExpr, isOptional: boolean, place: Place, walk: Walk): void {
  const last = call.params.length - 1;
  for (const [index, param] of call.params.entries()) {
    const hasDefault = call.name === 'default' && index < last;
    const use = { isArgument: true, isOptional: isOptional || hasDefault || allowsAbsent(call.name) };
    lookUp(param, use, place, walk);
  }
  const use = { isArgument: true, isOptional: isOptional || allowsAbsent(call.name) };
  for (const { value } of call.hash) lookUp(value, use, place, walk);
}

function allowsAbsent(helper: string): boolean {
  return findHelper(helper)?.absentAllowed === true;
}

function walkBlock(block: BlockNode, place: Place, walk: Walk): void {
  const { expr } = block;
  if (expr.kind === 'path') lookUp(expr, { isArgument: false, isOptional: true }, place, walk);
  else lookUpArguments(expr, true, place, walk);
  const movesTo = expr.kind === 'path' ? 'section' : expr.name;
  const reached = reachParts(block, place, walk);
  for (const program of [block.program, block.inverse]) {
    const frames = program && reached.get(program);
    const unit = frames && movesTo !== 'with' && frames.some(isItem) ? 'items' : place.unit;
    if (frames) walkProgram(program, { ...place, frames, unit }, walk);
    else if (program === block.inverse || !['section', 'each', 'with'].includes(movesTo)) {
      walkProgram(program, { ...place, isUnreached: true }, walk);
    }
  }
}

/** Which part each frame chooses, and the frames that the parts are then read in. */
function reachParts(block: BlockNode, { frames }: Place, walk: Walk): Map<Program, Frame[]> {
  const reached = new Map<Program, Frame[]>();
  for (const frame of frames) {
    if (performance.now() > walk.deadline) break;
    for (const { program, frame: inner } of partsFor(block, frame, walk.env)) {
      const list = program && (reached.get(program) ?? []);
      if (!list) continue;
      if (list.length < MAX_FRAMES) list.push(inner);
      reached.set(program, list);
    }
  }
  return reached;
}

function partsFor(block: BlockNode, frame: Frame, env: RenderEnv): Part[] {
  const run: Run = { env, budget: new Budget(), problems: [], escape: false, raw: false };
  const parts: Part[] = [];
  try {
    for (const part of partsOf(block, frame, run)) if (parts.push(part) >= MAX_FRAMES) break;
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
  }
  return parts;
}

function isItem({ data }: Frame): boolean {
  return Object.hasOwn(data.variables, 'index');
}

function findPath(path: PathExpr, use: Use, { frames, unit, isUnreached }: Place): PathFinding {
  const names = new Set<string>();
  let present = 0;
  let brokenAt = 0;
  for (const frame of frames) {
    const result = follow(path, frame);
    if (result.isThere) present += 1;
    else {
      if (result.brokenAt > brokenAt) names.clear();
      brokenAt = Math.max(brokenAt, result.brokenAt);
      if (result.brokenAt === brokenAt) for (const name of result.names) if (names.size < MAX_KEYS) names.add(name);
    }
  }
  return { path, ...use, isUnreached, unit, seen: frames.length, present, brokenAt, names, frames };
}

type Followed = { isThere: true } | { isThere: false; brokenAt: number; names: string[] };

/** Follows a path from a frame, as far as it goes. */
export function follow(path: PathExpr, frame: Frame): Followed {
  const { from, rest } = pathStart(path, frame);
  const consumed = path.parts.length - rest.length;
  if (from.value === undefined && consumed > 0)
    return { isThere: false, brokenAt: 0, names: variableNames(path, frame) };
  let value = from.value;
  for (const [index, part] of rest.entries()) {
    if (value === ANYTHING) return { isThere: true };
    const inner = readField(value, part);
    if (inner === undefined) return { isThere: false, brokenAt: consumed + index, names: namesOf(value) };
    value = inner;
  }
  return value === undefined ? { isThere: false, brokenAt: 0, names: [] } : { isThere: true };
}

function namesOf(value: JsonValue | undefined): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value) ? ['0', 'length'] : Object.keys(value);
}

function variableNames({ data }: PathExpr, frame: Frame): string[] {
  return data ? Object.keys(frame.data.variables) : [];
}
