import type { CallExpr, Expr, Program } from '@/lib/expressions/ast';
import { parseOrProblem } from '@/lib/expressions/evaluate';

/** A localization that a template names: `{{t 'key'}}`. */
export interface KeyUse {
  key: string;
  /** With `count` or `context` the text may stand under `key_one`, `key_other`, `key_formal` … */
  hasVariants: boolean;
}

/** The keys that outputs name, each once; keys that are made of values cannot be told. Sources with mistakes give none. */
export function findKeys(outputs: Readonly<Record<string, string>>): KeyUse[] {
  const found = new Map<string, KeyUse>();
  for (const source of Object.values(outputs)) {
    const parsed = source.includes('{{') ? parseOrProblem(source) : undefined;
    if (parsed && 'program' in parsed) visitProgram(parsed.program, found);
  }
  return [...found.values()];
}

/** True when a text that is stored under `key` may be what the template shows. */
export function namesKey(use: KeyUse, key: string): boolean {
  return use.key === key || (use.hasVariants && key.startsWith(`${use.key}_`));
}

function visitProgram(program: Program | undefined, found: Map<string, KeyUse>): void {
  for (const node of program?.body ?? []) {
    if (node.kind === 'text') continue;
    visit(node.expr, found);
    if (node.kind !== 'block') continue;
    visitProgram(node.program, found);
    visitProgram(node.inverse, found);
  }
}

function visit(expr: Expr, found: Map<string, KeyUse>): void {
  if (expr.kind !== 'call') return;
  if (expr.name === 't') note(expr, found);
  for (const inner of [...expr.params, ...expr.hash.map(({ value }) => value)]) visit(inner, found);
}

function note({ params: [first], hash }: CallExpr, found: Map<string, KeyUse>): void {
  if (first?.kind !== 'literal' || typeof first.value !== 'string') return;
  const hasVariants = hash.some(({ key }) => key === 'count' || key === 'context');
  const known = found.get(first.value)?.hasVariants ?? false;
  found.set(first.value, { key: first.value, hasVariants: hasVariants || known });
}
