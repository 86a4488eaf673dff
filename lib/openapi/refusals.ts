import { ERROR_CODES, type ErrorCode } from '@/lib/errors/codes';
import type { RouteEntry } from '@/lib/http/registry/route-entry';
import type { JsonSchema } from './schemas';

const CREDENTIALS: readonly ErrorCode[] = [104, 107, 108, 109, 110, 117, 118];
const BODY: readonly ErrorCode[] = [13, 14, 15, 22];

/** Every code that an operation may refuse with: those of its entry, and those that follow from what it takes. */
export function refusalCodes(path: string, entry: RouteEntry): ErrorCode[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const hasId = names.some((name) => entry.params?.[name] === undefined);
  const codes = new Set<ErrorCode>([
    ...(entry.errors ?? []),
    ...(entry.permission === 'public' ? [] : CREDENTIALS),
    ...(needsPermission(entry) ? [10 as const] : []),
    ...(hasId ? ([12, 16] as const) : []),
    ...(entry.body ? BODY : []),
    ...(entry.perMinute ? ([27] as const) : []),
    ...(entry.query === 'rql' ? ([19] as const) : entry.query ? ([15] as const) : []),
  ]);
  return [...codes].sort((a, b) => a - b);
}

function needsPermission({ permission }: RouteEntry): boolean {
  return typeof permission !== 'string' || !['public', 'signedIn', 'consumer'].includes(permission);
}

/** The responses of an operation's refusals, one for each status. */
export function refusalResponses(codes: readonly ErrorCode[]): Record<string, JsonSchema> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = [...byStatus].map(([status, list]) => {
    const names = list.map((code) => `${code} ${ERROR_CODES[code].name}`).join(' · ');
    return [String(status), { description: names, ...errorContent(list) }] as const;
  });
  return {
    ...Object.fromEntries(responses),
    default: { $ref: '#/components/responses/Error' },
  };
}

function errorContent(codes: readonly ErrorCode[]): JsonSchema {
  const code = { type: 'integer', enum: codes };
  return {
    content: {
      'application/json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { code } }] },
      },
    },
  };
}

/** The error form of the contract, with the table of its codes. */
export const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  description: [
    'Every refusal. What each code means, and its usual status:',
    '',
    '| code | status | name |',
    '|---|---|---|',
    ...Object.entries(ERROR_CODES).map(([code, { status, name }]) => `| ${code} | ${status} | ${name} |`),
  ].join('\n'),
  properties: {
    code: { type: 'integer', enum: Object.keys(ERROR_CODES).map(Number) },
    name: { type: 'string', enum: [...new Set(Object.values(ERROR_CODES).map(({ name }) => name))] },
    message: { type: 'string' },
    errors: { type: 'array', items: { type: 'object' }, description: 'Each wrong field: its path and what is wrong' },
    requestId: { type: 'string', description: 'With code 1: what to look for in the log' },
  },
  required: ['code', 'name', 'message'],
};
