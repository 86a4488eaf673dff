import type { JsonValue } from '@/lib/format/json';
import type { BlockNode, CallExpr, Expr, PathExpr, Program } from './ast';
import { BudgetExceeded } from './budget';
import { type BlockForm, findHelper, isBlockForm } from './helpers/registry';
import { MAX_ARRAY_LENGTH } from './limits';
import { isTruthy, looseEquals } from './lookup';
import { childName, type Frame, type Named, type Run, report } from './run';
import { asCall, evaluate, resolvePath, unknownHelper, wrongArguments } from './values';

/** A part of a block that is to be rendered, and where its names are looked up. */
export interface Part {
  program: Program | undefined;
  frame: Frame;
}

/**
 * Decides which parts of a block are rendered, and how often: of `if unless each with`, of a helper that answers yes or no,
 * or of a section of a path. The subject of a block may be absent, which is what conditions are for; it gives the else part.
 */
export function partsOf(block: BlockNode, frame: Frame, run: Run): Iterable<Part> {
  run.budget.step();
  const call = block.expr.kind === 'call' ? block.expr : (bareForm(block.expr) ?? asCall(block.expr, frame));
  if (!call) return block.expr.kind === 'path' ? sectionParts(block, resolvePath(block.expr, frame), frame, run) : [];
  if (isBlockForm(call.name)) return formParts(call.name, call, block, frame, run);
  const helper = findHelper(call.name);
  if (!helper?.block) {
    const message = helper ? `${call.name}: opens no block` : unknownHelper(call.name);
    report(run, call.at, { code: 'helper', message });
    return [];
  }
  return either(isTruthy(evaluate(call, frame, run, 'allow')), block, frame);
}

/** `{{#if}}` without its argument, which is then reported. */
function bareForm({ parts, data, scoped, depth, at }: PathExpr): CallExpr | undefined {
  const [name] = parts;
  if (name === undefined || parts.length > 1 || data || scoped || depth > 0 || !isBlockForm(name)) return undefined;
  return { kind: 'call', name, params: [], hash: [], at };
}

function either(holds: boolean, block: BlockNode, frame: Frame): Part[] {
  return [{ program: holds ? block.program : block.inverse, frame }];
}

function formParts(name: BlockForm, call: CallExpr, block: BlockNode, frame: Frame, run: Run): Iterable<Part> {
  const message = wrongArguments(call, 1, 1);
  const [subject] = call.params;
  if (message || !subject) {
    report(run, call.at, { code: 'helper', message: message ?? name });
    return [];
  }
  const value = evaluate(subject, frame, run, 'allow');
  const named = { value, name: nameOf(subject, frame) };
  switch (name) {
    case 'if':
      return either(isTruthy(value) || (value === 0 && includesZero(call, frame, run)), block, frame);
    case 'unless':
      return either(!isTruthy(value) && !(value === 0 && includesZero(call, frame, run)), block, frame);
    case 'with':
      if (!isTruthy(value) && value !== 0) return either(false, block, frame);
      return [{ program: block.program, frame: enter(frame, block.program, named, [named]) }];
    case 'each':
      return eachParts(named, block, frame, run);
  }
}

function includesZero(call: CallExpr, frame: Frame, run: Run): boolean {
  const option = call.hash.find(({ key }) => key === 'includeZero');
  return option !== undefined && isTruthy(evaluate(option.value, frame, run, 'allow'));
}

/** `{{#path}}`: once for true, with the value as context for an object or text, once per item of an array. */
function sectionParts(block: BlockNode, section: Named, frame: Frame, run: Run): Iterable<Part> {
  const { value } = section;
  if (value === true) return either(true, block, frame);
  if (value === false || value === null || value === undefined) return either(false, block, frame);
  if (Array.isArray(value)) return eachParts(section, block, frame, run);
  return [{ program: block.program, frame: enter(frame, block.program, section, []) }];
}

function* eachParts(list: Named, block: BlockNode, frame: Frame, run: Run): Iterable<Part> {
  const entries = entriesOf(list.value);
  if (entries.length === 0) yield* either(false, block, frame);
  if (entries.length > MAX_ARRAY_LENGTH) {
    throw new BudgetExceeded(`repeats a part for more than ${MAX_ARRAY_LENGTH} items`);
  }
  const isArray = Array.isArray(list.value);
  for (const [index, [key, value]] of entries.entries()) {
    run.budget.step();
    const item: Named = { value, name: childName(list.name, key) };
    const variables = { key: isArray ? index : key, index, first: index === 0, last: index === entries.length - 1 };
    const inner = enter(frame, block.program, item, [item, { value: variables.key, name: undefined }]);
    yield { program: block.program, frame: { ...inner, data: { variables, parent: frame.data } } };
  }
}

function entriesOf(value: JsonValue | undefined): [string, JsonValue][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** Handlebars opens no new level for `../` when the context stays what it is. */
function enter(frame: Frame, program: Program | undefined, context: Named, params: readonly Named[]): Frame {
  return {
    context,
    parent: looseEquals(context.value, frame.context.value) ? frame.parent : frame,
    data: frame.data,
    params: program?.blockParams.length
      ? { names: program.blockParams, values: params, parent: frame.params }
      : frame.params,
  };
}

function nameOf(expr: Expr, frame: Frame): string | undefined {
  return expr.kind === 'path' ? resolvePath(expr, frame).name : undefined;
}
