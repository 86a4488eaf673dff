import type { BlockNode, CallExpr, Expr, Node, PathExpr, Position, Program } from './ast';
import { MAX_ELSE_CHAIN, MAX_NESTING, MAX_NODES } from './limits';
import { ExpressionSyntaxError } from './syntax-error';

type AstNode = hbs.AST.Node;
interface Counter {
  nodes: number;
}

const REFUSED: Record<string, string> = {
  PartialStatement: 'Partials ({{> …}}) are not supported',
  PartialBlockStatement: 'Partials ({{#> …}}) are not supported',
  Decorator: 'Decorators ({{* …}}) are not supported',
  DecoratorBlock: 'Decorators ({{#* …}}) are not supported',
};

/**
 * Turns Handlebars' syntax tree into ours: known kinds of node only, comments gone, counted.
 * @throws ExpressionSyntaxError for a construct that is not supported or a tree beyond the limits
 */
export function convertProgram(program: hbs.AST.Program): Program {
  return toProgram(program, 0, { nodes: 0 });
}

function toProgram(program: hbs.AST.Program, depth: number, counter: Counter): Program {
  const body: Node[] = [];
  for (const statement of program.body) {
    const node = toNode(statement, depth, counter);
    if (node) body.push(node);
  }
  return { body, blockParams: program.blockParams ?? [] };
}

function toNode(statement: AstNode, depth: number, counter: Counter): Node | undefined {
  count(statement, counter);
  switch (statement.type) {
    case 'CommentStatement':
      return undefined;
    case 'ContentStatement': {
      const { value } = statement as hbs.AST.ContentStatement;
      return value === '' ? undefined : { kind: 'text', value };
    }
    case 'MustacheStatement': {
      const mustache = statement as hbs.AST.MustacheStatement;
      return { kind: 'output', expr: toCallOrPath(mustache, depth, counter), escaped: mustache.escaped };
    }
    case 'BlockStatement':
      return toBlock(statement as hbs.AST.BlockStatement, depth + 1, 0, counter);
    default:
      throw new ExpressionSyntaxError(REFUSED[statement.type] ?? `${statement.type} is not supported`, at(statement));
  }
}

function toBlock(block: hbs.AST.BlockStatement, depth: number, chain: number, counter: Counter): BlockNode {
  if (depth > MAX_NESTING) throw tooDeep(block);
  if (chain > MAX_ELSE_CHAIN) {
    throw new ExpressionSyntaxError(`has more than ${MAX_ELSE_CHAIN} {{else …}} in a row`, at(block));
  }
  // A block without a program or an inverse has none in the tree, whatever the type declarations say.
  const { program, inverse } = block as {
    program?: hbs.AST.Program;
    inverse?: hbs.AST.Program & { chained?: boolean };
  };
  return {
    kind: 'block',
    expr: toCallOrPath(block, depth, counter),
    program: program && toProgram(program, depth, counter),
    inverse: inverse && toInverse(inverse, depth, chain, counter),
  };
}

/** `{{else if …}}` stands in the tree as a block within the inverse; it is a sibling to the reader, and counts as one. */
function toInverse(
  inverse: hbs.AST.Program & { chained?: boolean },
  depth: number,
  chain: number,
  counter: Counter,
): Program {
  const [only] = inverse.body;
  if (!inverse.chained || only?.type !== 'BlockStatement') return toProgram(inverse, depth, counter);
  count(only, counter);
  const block = toBlock(only as hbs.AST.BlockStatement, depth, chain + 1, counter);
  return { body: [block], blockParams: inverse.blockParams ?? [] };
}

type Callable = { path: AstNode; params: AstNode[]; hash?: hbs.AST.Hash; type: string; loc: hbs.AST.SourceLocation };

function toCallOrPath(node: Callable, depth: number, counter: Counter): CallExpr | PathExpr {
  const path = toPath(node.path, counter);
  const isCall = node.params.length > 0 || node.hash !== undefined || node.type === 'SubExpression';
  if (!isCall) return path;
  const isName = path.parts.length === 1 && path.depth === 0 && !path.scoped && !path.data;
  const [name] = path.parts;
  if (!isName || name === undefined) throw new ExpressionSyntaxError(`${path.original} is not a helper`, path.at);
  return {
    kind: 'call',
    name,
    params: node.params.map((param) => toExpr(param, depth, counter)),
    hash: (node.hash?.pairs ?? []).map((pair) => ({ key: pair.key, value: toExpr(pair.value, depth, counter) })),
    at: path.at,
  };
}

function toExpr(node: AstNode, depth: number, counter: Counter): Expr {
  count(node, counter);
  switch (node.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return { kind: 'literal', value: (node as unknown as { value: string | number | boolean }).value };
    case 'NullLiteral':
    case 'UndefinedLiteral':
      return { kind: 'literal', value: null };
    case 'PathExpression':
      return toPath(node, counter);
    case 'SubExpression':
      if (depth + 1 > MAX_NESTING) throw tooDeep(node);
      return toCallOrPath(node as unknown as Callable, depth + 1, counter);
    default:
      throw new ExpressionSyntaxError(`${node.type} is not supported`, at(node));
  }
}

/** As in Handlebars, a literal in the place of a name is a name: `{{"a b"}}` reads the field `a b`. */
function toPath(node: AstNode, counter: Counter): PathExpr {
  count(node, counter);
  if (node.type === 'PathExpression') {
    const { data, depth, parts, original } = node as hbs.AST.PathExpression;
    return {
      kind: 'path',
      data: data === true,
      depth,
      parts,
      scoped: /^\.|^this\b/.test(original),
      original,
      at: at(node),
      end: end(node),
    };
  }
  if (node.type === 'SubExpression') throw new ExpressionSyntaxError('A helper is called by its name', at(node));
  const original = String(
    (node as { original?: unknown }).original ?? (node.type === 'NullLiteral' ? 'null' : 'undefined'),
  );
  return {
    kind: 'path',
    data: false,
    depth: 0,
    parts: [original],
    scoped: false,
    original,
    at: at(node),
    end: end(node),
  };
}

function count(node: AstNode, counter: Counter): void {
  counter.nodes += 1;
  if (counter.nodes > MAX_NODES) throw new ExpressionSyntaxError(`has more than ${MAX_NODES} parts`, at(node));
}

function tooDeep(node: AstNode): ExpressionSyntaxError {
  return new ExpressionSyntaxError(`is nested deeper than ${MAX_NESTING} levels`, at(node));
}

function at(node: AstNode): Position {
  return toPosition((node as Partial<AstNode>).loc?.start);
}

function end(node: AstNode): Position {
  return toPosition((node as Partial<AstNode>).loc?.end);
}

function toPosition(place: { line: number; column: number } | undefined): Position {
  return { line: place?.line ?? 1, column: (place?.column ?? 0) + 1 };
}
