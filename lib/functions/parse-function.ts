import type { z } from 'zod';
import { type FieldError, ServiceError } from '@/lib/errors/service-error';
import { formatPath, parseInput } from '@/lib/http/parse-input';

/** Fields that say how a function runs: out of bounds, they are error 1402 and not an ordinary field error. */
const SETTINGS = new Set<PropertyKey | undefined>([
  'entryPoint',
  'runtime',
  'timeLimit',
  'memoryLimit',
  'environmentVariables',
  'executionOptions',
  'retryPolicy',
  'http',
  'lambda',
]);

/**
 * Parses the body of a create or update of a function.
 * Throws error 1402 when only settings are out of bounds; else 14 (missing) or 15 (wrong type), as everywhere.
 */
export function parseFunction<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  if (!issues.every(isOutOfBounds)) return parseInput(schema, value);
  throw invalidConfiguration(issues.map((issue) => ({ path: formatPath(issue.path), message: issue.message })));
}

/** Error 1402: settings that cannot be, each one named. */
export function invalidConfiguration(errors: readonly FieldError[]): ServiceError {
  const list = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new ServiceError(1402, `Invalid function configuration: ${list}`, { errors });
}

function isOutOfBounds(issue: z.core.$ZodIssue): boolean {
  // A number that is not whole counts as of the wrong type in zod; here it is a number out of bounds.
  const isWrongType = issue.code === 'invalid_type' && String(issue.expected) !== 'int';
  return SETTINGS.has(issue.path[0]) && !isWrongType;
}
