import { isUniqueViolation } from '@/db/client';
import { insertFunction } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { checkTargets } from './check-targets';
import { getFunction } from './get';
import { parseFunction } from './parse-function';
import { FunctionInput, type TaskFunction } from './schema';
import { checkCode, toFields, toSecrets } from './store-fields';

export interface CreatedFunction {
  fn: TaskFunction;
  /** Signing secret of an HTTP function (`whsec_…`), shown this once. */
  signingSecret: string | undefined;
}

/**
 * Makes a function.
 * @throws ServiceError 10, 14, 15, 17 (name taken), 1401 (unusable zip), 1402 (settings out of bounds, an address that may not be called).
 */
export async function createFunction(principal: Principal, body: unknown, now: number): Promise<CreatedFunction> {
  requirePermission(principal, 'CREATE_TASK_FUNCTION');
  const { code: encoded, ...settings } = parseFunction(FunctionInput, body);
  checkTargets(settings);
  const code = encoded === undefined ? undefined : await checkCode(encoded, settings.entryPoint ?? '');
  const secrets = toSecrets(settings, undefined, now);
  try {
    await insertFunction(toFields(settings, secrets, code?.hash), code, now);
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A function', settings.name) : error;
  }
  return { fn: await getFunction(settings.name), signingSecret: secrets.httpSecret };
}
