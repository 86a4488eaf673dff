import type { Problem } from '@/lib/dispatch/schema';
import type { JsonValue } from '@/lib/format/json';
import type { CallExpr, Expr, Node, ParsedTemplate, PathExpr, Program } from './ast';
import { inField, parseOrProblem } from './evaluate';
import { findHelper, isBlockForm, isValueForm } from './helpers/registry';
import { MAX_DATA_DEPTH, MAX_PROBLEMS } from './limits';
import { unknownHelper, wrongArguments } from './values';

/**
 * Finds what is wrong with a source whatever the event: syntax, helpers that do not exist, a wrong number of arguments, a
 * block form outside a block. For the moment of saving; line and column count from 1.
 */
export function checkExpression(source: string): Problem[] {
  const parsed = parseOrProblem(source);
  if ('code' in parsed) return [parsed];
  return checkTemplate(parsed);
}

/** `checkExpression` for the strings and keys in a JSON value, each problem with its `field`, such as `data.user.name`. */
export function checkDeep(value: JsonValue, field: string, depth = 0): Problem[] {
  if (typeof value === 'string') return value.includes('{{') ? inField(checkExpression(value), field) : [];
  if (typeof value !== 'object' || value === null) return [];
  if (depth >= MAX_DATA_DEPTH) {
    return [{ code: 'budget', message: `is nested deeper than ${MAX_DATA_DEPTH} levels`, field }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => checkDeep(item, `${field}[${index}]`, depth + 1));
  return Object.entries(value).flatMap(([key, item]) => [
    ...checkDeep(key, `${field}.${key}`, depth + 1),
    ...checkDeep(item, `${field}.${key}`, depth + 1),
  ]);
}

function checkTemplate(parsed: ParsedTemplate): Problem[] {
  const problems: Problem[] = [];
  checkProgram(parsed.program, [], problems);
  return problems.slice(0, MAX_PROBLEMS);
}

function checkProgram(program: Program | undefined, outerParams: readonly string[], problems: Problem[]): void {
  if (!program) return;
  const params = program.blockParams.length > 0 ? [...outerParams, ...program.blockParams] : outerParams;
  for (const node of program.body) checkNode(node, params, problems);
}

function checkNode(node: Node, params: readonly string[], problems: Problem[]): void {
  if (node.kind === 'text') return;
  const call = node.expr.kind === 'path' ? bareCall(node.expr, params) : node.expr;
  if (call.kind === 'call') checkCall(call, node.kind === 'block', problems);
  if (node.kind !== 'block') return;
  checkProgram(node.program, params, problems);
  checkProgram(node.inverse, params, problems);
}

/** A plain name that is a helper's is a call without arguments. */
function bareCall(path: PathExpr, params: readonly string[]): CallExpr | PathExpr {
  const [name] = path.parts;
  const isName = path.parts.length === 1 && !path.data && !path.scoped && path.depth === 0;
  if (!isName || name === undefined || params.includes(name)) return path;
  if (!findHelper(name) && !isValueForm(name) && !isBlockForm(name)) return path;
  return { kind: 'call', name, params: [], hash: [], at: path.at };
}

function checkCall(call: CallExpr, opensBlock: boolean, problems: Problem[]): void {
  const message = misuse(call, opensBlock);
  if (message) problems.push({ code: 'helper', message, ...call.at });
  const inner: Expr[] = [...call.params, ...call.hash.map(({ value }) => value)];
  for (const expr of inner) if (expr.kind === 'call') checkCall(expr, false, problems);
}

function misuse(call: CallExpr, opensBlock: boolean): string | undefined {
  const { name } = call;
  if (isBlockForm(name) && opensBlock) return wrongArguments(call, 1, 1);
  const helper = findHelper(name);
  if (!helper && !isValueForm(name)) return unknownHelper(name);
  if (opensBlock && !helper?.block) return `${name}: opens no block`;
  if (name === 'default') return wrongArguments(call, 2, 100);
  if (name === 'lookup') return wrongArguments(call, 2, 2);
  return helper && wrongArguments(call, helper.min, helper.max);
}
