/** Where something stands in a source: both count from 1, as editors show them. */
export interface Position {
  line: number;
  column: number;
}

export interface LiteralExpr {
  kind: 'literal';
  value: string | number | boolean | null;
}

/** `content.email`, `../name`, `@index`, `this`. `original` is the path as written, without the brackets of `[a b]`. */
export interface PathExpr {
  kind: 'path';
  /** True for `@…`. */
  data: boolean;
  /** How many `../` stand before it. */
  depth: number;
  parts: string[];
  /** True for `this.…` and `./…`, which never name a helper or a block parameter. */
  scoped: boolean;
  original: string;
  at: Position;
  /** The place after its last character. */
  end: Position;
}

/** A helper with its arguments. */
export interface CallExpr {
  kind: 'call';
  name: string;
  params: Expr[];
  hash: { key: string; value: Expr }[];
  at: Position;
}

export type Expr = LiteralExpr | PathExpr | CallExpr;

export interface TextNode {
  kind: 'text';
  value: string;
}

/** `{{…}}` (escaped) or `{{{…}}}`. */
export interface OutputNode {
  kind: 'output';
  expr: Expr;
  escaped: boolean;
}

/** `{{#…}}…{{else}}…{{/…}}`: of a helper, or of a path (a section). */
export interface BlockNode {
  kind: 'block';
  expr: CallExpr | PathExpr;
  program: Program | undefined;
  inverse: Program | undefined;
}

export type Node = TextNode | OutputNode | BlockNode;

export interface Program {
  body: Node[];
  blockParams: string[];
}

/** A source that was parsed and found within the limits. */
export interface ParsedTemplate {
  program: Program;
  /** Set when the source is exactly one `{{…}}`: such a source keeps its value's JSON type. */
  single: OutputNode | undefined;
}
