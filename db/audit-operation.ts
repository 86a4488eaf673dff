import { isObjectId } from '@/lib/format/id';
import type { AuditContext } from './audit-context';
import type { AuditNote } from './audit-trail';

const BY_METHOD: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};
/** Last words of a path that name no collection. */
const ACTS = new Set(['retry', 'cancel', 'replay', 'import', 'export', 'test', 'sweep', 'demo']);

/** What can be said of an act by its operation alone: `POST /api/v1/runs/{id}/retry` is `retry` of the run `id`. */
export function describeOperation({
  operation,
  params,
  details,
}: Pick<AuditContext, 'operation' | 'params' | 'details'>): AuditNote {
  const [method = '', path = ''] = operation.split(' ');
  const segments = path.split('/').filter((segment) => segment && segment !== 'api' && !/^v\d+$/.test(segment));
  const last = segments.at(-1) ?? '';
  const isAct = ACTS.has(last) || (!isParameter(last) && isParameter(segments.at(-2) ?? '') && !last.endsWith('s'));
  const rest = isAct ? segments.slice(0, -1) : segments;
  const kind = rest.findLast((segment) => !isParameter(segment))?.replace(/s$/, '');
  const name = rest.at(-1) ?? '';
  const value = isParameter(name) ? params[name.slice(1, -1)] : undefined;
  const object = value === undefined ? {} : isObjectId(value) ? { id: value } : { name: value };
  return {
    act: isAct ? last : (BY_METHOD[method] ?? method),
    ...(kind ? { object: { kind, ...object } } : {}),
    ...(details ? { after: details } : {}),
  };
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}
