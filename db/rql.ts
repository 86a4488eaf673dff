import { type Column, type SQL, sql } from 'drizzle-orm';
import {
  RQL_DEFAULT_LIMIT,
  RQL_MAX_LIMIT,
  type RqlNode,
  type RqlPath,
  type RqlQuery,
  type RqlSort,
} from '@/lib/rql/schema';
import { type ColumnKind, columnMatcher } from './rql-column';
import { type Aliases, createAliases, jsonExtract, jsonMatcher } from './rql-json';
import { isNotTrue, isNull, misfit, type RqlMatcher, type RqlScope, type RqlTest } from './rql-matcher';

/**
 * How a field of the API is stored.
 * - `text`, `number`, `boolean` (0/1), `timestamp` (epoch ms): a column with one value.
 * - `json`: a column with JSON, or the part of it at `base`; any path below it can be asked for, and lists are looked into.
 * - `related`: rows of another table. `exists` writes `EXISTS (select … where <joined to the outer row> and <condition>)`.
 */
export type RqlField =
  | { kind: ColumnKind; column: Column | SQL }
  | { kind: 'json'; column: Column | SQL; base?: RqlPath }
  | { kind: 'related'; exists: (condition: SQL | undefined) => SQL; fields: RqlFieldMap };

/** The fields of a resource, by their name in the API. */
export type RqlFieldMap = Readonly<Record<string, RqlField>>;

/** `limit` is bounded already. `orderBy` is empty when the query does not say; add the id last, for stable pages. */
export interface CompiledRql {
  where: SQL | undefined;
  orderBy: SQL[];
  limit: number;
  offset: number;
  select: string[] | undefined;
  skipCount: boolean;
}

function findField(fields: RqlFieldMap, [head, ...rest]: RqlPath): { field: RqlField; rest: RqlPath } | undefined {
  if (head === undefined || !Object.hasOwn(fields, head)) return undefined;
  const field = fields[head];
  return field && { field, rest };
}

function unknownField(path: RqlPath): never {
  throw misfit(`there is no field '${path.join('.')}'`);
}

function relatedMatcher(field: Extract<RqlField, { kind: 'related' }>, name: string, aliases: Aliases): RqlMatcher {
  return {
    has: () => field.exists(undefined),
    some: () => {
      throw misfit(`'${name}' is a list of objects: ask for one of its fields, or use 'contains'`);
    },
    any: (inner) => field.exists(inner(fieldScope(field.fields, aliases))),
  };
}

/** A field of the related rows: what it is asked, it is asked of each row. */
function throughRelated(field: Extract<RqlField, { kind: 'related' }>, rest: RqlPath, aliases: Aliases): RqlMatcher {
  const inner = fieldScope(field.fields, aliases).find(rest);
  return {
    has: () => field.exists(inner.has()),
    some: (asked) => field.exists(inner.some(asked)),
    any: (condition) => field.exists(inner.any(condition)),
  };
}

function fieldScope(fields: RqlFieldMap, aliases: Aliases): RqlScope {
  return {
    find(path) {
      const { field, rest } = findField(fields, path) ?? unknownField(path);
      const name = path.join('.');
      if (field.kind === 'json') {
        const matcher = jsonMatcher(sql`${field.column}`, [...(field.base ?? []), ...rest], aliases, name);
        const some = (asked: RqlTest) => withHint(sql`${field.column}`, asked, matcher.some(asked));
        return { ...matcher, some };
      }
      if (field.kind === 'related') {
        return rest.length > 0 ? throughRelated(field, rest, aliases) : relatedMatcher(field, name, aliases);
      }
      return rest.length > 0 ? unknownField(path) : columnMatcher(field.column, field.kind, name);
    },
    element() {
      throw misfit('only the elements of a list of plain values can be asked for by value alone');
    },
  };
}

/** Text that stands in JSON as it is. */
const PLAIN_TEXT = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;

/** JSON in which a text does not occur at all has it nowhere: that is seen ten times faster than by taking it apart. */
function withHint(json: SQL, asked: RqlTest, condition: SQL): SQL {
  if (asked.op !== 'eq' || typeof asked.value.value !== 'string' || !PLAIN_TEXT.test(asked.value.text))
    return condition;
  return sql`(instr(${json}, ${asked.value.text}) > 0 and ${condition})`;
}

type NodeOf<Op extends RqlNode['op']> = Extract<RqlNode, { op: Op }>;

function compileIn(node: NodeOf<'in' | 'out'>, matcher: RqlMatcher): SQL {
  const values = node.values.filter((value) => !isNull(value));
  const options: SQL[] = [];
  if (values.length < node.values.length) options.push(isNotTrue(matcher.has()));
  if (values.length > 0) options.push(matcher.some({ op: 'in', values }));
  const found = sql`(${sql.join(options, sql` or `)})`;
  return node.op === 'in' ? found : isNotTrue(found);
}

function compileComparison(node: NodeOf<'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'like'>, matcher: RqlMatcher): SQL {
  const { op, value } = node;
  if (op === 'eq') return isNull(value) ? isNotTrue(matcher.has()) : matcher.some({ op, value });
  if (op === 'ne') return isNull(value) ? matcher.has() : isNotTrue(matcher.some({ op: 'eq', value }));
  if (op !== 'like' && isNull(value)) throw misfit(`'${node.path.join('.')}' cannot be compared with null by '${op}'`);
  return matcher.some({ op, value });
}

function compileMembership(node: NodeOf<'contains' | 'excludes'>, matcher: RqlMatcher): SQL {
  const { condition } = node;
  const found = condition ? matcher.any((scope) => compileNode(condition, scope)) : matcher.has();
  return node.op === 'contains' ? found : isNotTrue(found);
}

/** Writes one condition. Lists answer for their elements, so `ne` and `out` mean "no element does". */
function compileNode(node: RqlNode, scope: RqlScope): SQL {
  switch (node.op) {
    case 'and':
    case 'or': {
      const glue = node.op === 'and' ? sql` and ` : sql` or `;
      return sql`(${sql.join(
        node.args.map((arg) => compileNode(arg, scope)),
        glue,
      )})`;
    }
    case 'is':
      return scope.element(node.value);
    case 'in':
    case 'out':
      return compileIn(node, scope.find(node.path));
    case 'contains':
    case 'excludes':
      return compileMembership(node, scope.find(node.path));
    default:
      return compileComparison(node, scope.find(node.path));
  }
}

function compileSort({ path, direction }: RqlSort, fields: RqlFieldMap): SQL {
  const { field, rest } = findField(fields, path) ?? unknownField(path);
  const way = direction === 'asc' ? sql.raw('asc') : sql.raw('desc');
  if (field.kind === 'related') throw misfit(`'${path.join('.')}' cannot be sorted by: it is a list`);
  if (field.kind === 'json') return sql`${jsonExtract(field.column, [...(field.base ?? []), ...rest])} ${way}`;
  return rest.length > 0 ? unknownField(path) : sql`${field.column} ${way}`;
}

/**
 * Turns a query into the parts of a SELECT over the table that `fields` describes. Every value and JSON path is bound.
 * Absent and null are the same: `eq(field,null)` is true for both; so is an empty list.
 * @throws ServiceError 19 naming a field or operator that is not there or does not fit.
 */
export function compileRql(query: RqlQuery, fields: RqlFieldMap): CompiledRql {
  for (const name of query.select ?? []) {
    const path = name.split('.');
    if (!findField(fields, path)) unknownField(path);
  }
  return {
    where: query.filter && compileNode(query.filter, fieldScope(fields, createAliases())),
    orderBy: query.sort.map((sort) => compileSort(sort, fields)),
    limit: Math.min(query.limit ?? RQL_DEFAULT_LIMIT, RQL_MAX_LIMIT),
    offset: query.offset ?? 0,
    select: query.select,
    skipCount: query.skipCount,
  };
}
