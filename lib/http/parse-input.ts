import type { z } from 'zod';
import { type FieldError, fieldFormat, ServiceError } from '@/lib/errors/service-error';

/**
 * Parses what a caller sent.
 * @throws ServiceError 14 when required fields are missing (each one named), else 15 (each wrong field named).
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => toFieldErrors(issue, value));
  const missing = errors.filter((error) => error.missing);
  const list = errors.map(({ path, message }) => ({ path, message }));
  if (missing.length === 0 || missing.length < errors.length) throw fieldFormat(list);
  throw new ServiceError(14, `Missing required fields: ${missing.map((error) => error.path || 'body').join(', ')}`, {
    errors: list,
  });
}

type Issue = z.core.$ZodIssue;

function toFieldErrors(issue: Issue, value: unknown): (FieldError & { missing: boolean })[] {
  const closest = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined;
  if (closest)
    return closest.flatMap((inner) => toFieldErrors({ ...inner, path: [...issue.path, ...inner.path] }, value));
  const missing = valueAt(value, issue.path) === undefined && issue.path.length > 0 && issue.code !== 'custom';
  return [{ path: formatPath(issue.path), message: missing ? 'is required' : issue.message, missing }];
}

/** Of a union's branches, the one that came furthest: its complaints are about what the caller meant. */
function closestBranch(branches: Issue[][]): Issue[] | undefined {
  const depth = (issues: Issue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
  const sorted = branches.filter((issues) => issues.length > 0).sort((a, b) => depth(b) - depth(a));
  return sorted[0] && depth(sorted[0]) > 0 ? sorted[0] : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined),
    value,
  );
}

/** `['actions', 0, 'recipients']` → `actions[0].recipients`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );
}
