import type { ZodType } from 'zod';
import type { PlanContext } from './plan-context';

/** Reads a stored action by its schema; what is malformed is noted as problems, named as the form names its fields. */
export function readStored<T>(schema: ZodType<T>, action: unknown, context: PlanContext): T | undefined {
  const result = schema.safeParse(action);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const field = issue.path.reduce<string>(
      (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part)),
      '',
    );
    context.problem(field || 'action', issue.message);
  }
  return undefined;
}
