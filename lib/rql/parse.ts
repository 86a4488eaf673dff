import {
  type Cursor,
  countTerm,
  expectChar,
  fail,
  failExpecting,
  nested,
  peek,
  skipChar,
  type Token,
  takeArgument,
  takeArguments,
  takeUntil,
  toPath,
  toValue,
} from './cursor';
import { findDirective } from './directives';
import { RQL_MAX_BYTES, type RqlComparison, type RqlNode, type RqlPath, type RqlQuery } from './schema';

const NAME_END = /[(),&|=<>!]/g;
const SHORTHAND = /=([A-Za-z_]+)=|==|=|!=|<=|>=|<|>/y;
const SHORTHAND_NAMES: Readonly<Record<string, string>> = {
  '=': 'eq',
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};

/** Where a term stands: what may come there depends on it. */
interface Place {
  /** Inside `contains` or `excludes`, where a bare value means "the element equals it". */
  ofElement: boolean;
  /** At the top, where directives are noted here. */
  query?: RqlQuery;
}

/** Reads what follows the field: `,…` in a call (without its closing parenthesis), the value in a shorthand. */
type Operator = (cursor: Cursor, path: RqlPath, isCall: boolean) => RqlNode;

function comparison(op: RqlComparison | 'like'): Operator {
  return (cursor, path, isCall) => {
    if (isCall) expectChar(cursor, ',', "',' and a value");
    return { op, path, value: toValue(takeArgument(cursor)) };
  };
}

/** `a,b` or, in RQL's array form, `(a,b)`. In a shorthand a list needs the array form. */
function takeList(cursor: Cursor, isCall: boolean): Token[] {
  if (skipChar(cursor, '(')) return takeArguments(cursor);
  const tokens = [takeArgument(cursor)];
  while (isCall && skipChar(cursor, ',')) tokens.push(takeArgument(cursor));
  return tokens;
}

function joined(op: 'and' | 'or', nodes: RqlNode[]): RqlNode {
  const [only, ...others] = nodes;
  return only && others.length === 0 ? only : { op, args: nodes };
}

/** Conditions separated by commas, up to the closing parenthesis. */
function takeConditions(cursor: Cursor, place: Place): RqlNode[] {
  const nodes: RqlNode[] = [];
  do {
    nodes.push(parseJoined(cursor, place) ?? failExpecting(cursor, 'a condition'));
  } while (skipChar(cursor, ','));
  return nodes;
}

function list(op: 'in' | 'out'): Operator {
  return (cursor, path, isCall) => {
    if (isCall) expectChar(cursor, ',', "',' and a value");
    return { op, path, values: takeList(cursor, isCall).map(toValue) };
  };
}

function membership(op: 'contains' | 'excludes'): Operator {
  return (cursor, path, isCall) => {
    if (!isCall) return { op, path, condition: { op: 'is', value: toValue(takeArgument(cursor)) } };
    const given = skipChar(cursor, ',');
    return { op, path, condition: given ? joined('and', takeConditions(cursor, { ofElement: true })) : undefined };
  };
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: comparison('eq'),
  ne: comparison('ne'),
  gt: comparison('gt'),
  ge: comparison('ge'),
  lt: comparison('lt'),
  le: comparison('le'),
  like: comparison('like'),
  in: list('in'),
  out: list('out'),
  contains: membership('contains'),
  excludes: membership('excludes'),
};

function findOperator({ text, position }: Token): Operator {
  const operator = Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
  return operator ?? fail(position, `there is no operator '${text}'`);
}

/** `name(` has been read: the rest, up to but without the closing parenthesis. */
function parseCall(cursor: Cursor, name: Token, place: Place): RqlNode {
  if (name.text === 'and' || name.text === 'or') {
    return joined(name.text, takeConditions(cursor, { ofElement: place.ofElement }));
  }
  const operator = findOperator(name);
  return operator(cursor, toPath(takeArgument(cursor)), true);
}

/** `field=value`, `field>=value`, `field=op=value`: all up to the value has been read. */
function parseShorthand(cursor: Cursor, field: Token, operator: Token): RqlNode {
  return findOperator(operator)(cursor, toPath(field), false);
}

function takeShorthand(cursor: Cursor): Token | undefined {
  SHORTHAND.lastIndex = cursor.position;
  const match = SHORTHAND.exec(cursor.query);
  if (!match) return undefined;
  const position = cursor.position;
  cursor.position = SHORTHAND.lastIndex;
  return { text: match[1] ?? SHORTHAND_NAMES[match[0]] ?? match[0], position };
}

function parseGroup(cursor: Cursor, place: Place): RqlNode {
  const node = nested(cursor, () => parseJoined(cursor, { ofElement: place.ofElement }));
  if (!node) failExpecting(cursor, 'a condition');
  expectChar(cursor, ')');
  return node;
}

/** One term. Undefined when it was a directive, which has been noted. */
function parseTerm(cursor: Cursor, place: Place): RqlNode | undefined {
  if (skipChar(cursor, '(')) return parseGroup(cursor, place);
  const name = takeUntil(cursor, NAME_END);
  countTerm(cursor, name.position);
  if (skipChar(cursor, '(')) {
    const directive = findDirective(name.text);
    if (directive) {
      if (!place.query) fail(name.position, `'${name.text}' can only stand at the top of a query`);
      directive(cursor, place.query);
      return undefined;
    }
    const node = nested(cursor, () => parseCall(cursor, name, place));
    expectChar(cursor, ')', "',' or ')'");
    return node;
  }
  const operator = takeShorthand(cursor);
  if (operator) return parseShorthand(cursor, name, operator);
  if (place.ofElement && name.text !== '') return { op: 'is', value: toValue(name) };
  return failExpecting(cursor, "an operator or '('");
}

/** Steps over what joins two terms. A call may follow a call directly: rqlBuilder leaves `a()b()` when it moves a limit. */
function takeConjunction(cursor: Cursor, known: string | undefined): '&' | '|' {
  const position = cursor.position;
  const used = skipChar(cursor, '|') ? '|' : '&';
  if (used === '&' && !skipChar(cursor, '&') && cursor.query.charAt(position - 1) !== ')') {
    failExpecting(cursor, "'&' or '|'");
  }
  if (known !== undefined && known !== used) fail(position, "'&' and '|' must not be mixed without parentheses");
  return used;
}

/** Terms joined by `&` or by `|`, never by both without parentheses; empty ones are nothing. Undefined when all are. */
function parseJoined(cursor: Cursor, place: Place): RqlNode | undefined {
  const nodes: RqlNode[] = [];
  let conjunction: '&' | '|' | undefined;
  let isFirst = true;
  while (!'),'.includes(peek(cursor))) {
    if (!isFirst || '&|'.includes(peek(cursor))) conjunction = takeConjunction(cursor, conjunction);
    isFirst = false;
    if ('&|),'.includes(peek(cursor))) continue;
    const position = cursor.position;
    const node = parseTerm(cursor, place);
    if (node) nodes.push(node);
    else if (conjunction === '|' || peek(cursor) === '|') fail(position, "a directive must be joined by '&'");
  }
  return nodes.length > 0 ? joined(conjunction === '|' ? 'or' : 'and', nodes) : undefined;
}

function decodeOnce(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return fail(Math.max(raw.search(/%(?![0-9A-Fa-f]{2})/), 0), 'this is not valid URL encoding');
  }
}

/**
 * Reads a query string (with or without its `?`, as it came over the wire) by the rules of RQL. The query is decoded once as
 * URL and each field and value once more, because rqlBuilder encodes values twice. An empty query filters nothing.
 * @throws ServiceError 19 with the position and what was expected.
 */
export function parseRql(rawQueryString: string): RqlQuery {
  const raw = rawQueryString.replace(/^\?/, '');
  if (Buffer.byteLength(raw) > RQL_MAX_BYTES) fail(RQL_MAX_BYTES, `a query may be at most ${RQL_MAX_BYTES} bytes long`);
  const query: RqlQuery = {
    filter: undefined,
    sort: [],
    limit: undefined,
    offset: undefined,
    select: undefined,
    skipCount: false,
  };
  const cursor: Cursor = { query: decodeOnce(raw), position: 0, terms: 0, depth: 0 };
  query.filter = parseJoined(cursor, { ofElement: false, query });
  if (peek(cursor) !== '') failExpecting(cursor, "'&' or the end");
  return query;
}
