import type { FieldError } from '@/lib/errors/service-error';
import { createTargetGuard, type TargetGuard, TargetNotAllowedError } from '@/lib/http/target-guard';
import { serverContext } from '@/lib/server/context';
import { invalidConfiguration } from './parse-function';
import type { TaskFunction } from './schema';

type Targets = Pick<TaskFunction, 'http' | 'lambda'>;

/**
 * Refuses a new address that no call would ever be made to. One that is stored already stays, so that a function can be
 * changed after the allow-list was; what a name leads to is seen at each call.
 * @throws ServiceError 1402, naming the field.
 */
export function checkTargets(after: Targets, before: Targets = {}): void {
  const guard = createTargetGuard(serverContext().config);
  const errors = [
    ...findRefusal(guard, 'http.url', after.http?.url, before.http?.url),
    ...findRefusal(guard, 'lambda.endpoint', after.lambda?.endpoint, before.lambda?.endpoint),
  ];
  if (errors.length > 0) throw invalidConfiguration(errors);
}

function findRefusal(guard: TargetGuard, path: string, url: string | undefined, stored: string | undefined) {
  if (url === undefined || url === stored) return [];
  try {
    guard.assertAllowedTarget(url);
    return [];
  } catch (error) {
    if (!(error instanceof TargetNotAllowedError)) throw error;
    return [{ path, message: error.message } satisfies FieldError];
  }
}
