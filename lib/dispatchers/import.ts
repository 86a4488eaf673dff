import { isUniqueViolation } from '@/db/client';
import { type DispatcherWrite, listAllDispatchers, writeImport } from '@/db/dispatcher-imports';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Permission } from '@/lib/auth/schema';
import { ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { checkActionExpressions } from './check-expressions';
import { type PlannedStep, planImport } from './import-plan';
import { type Dispatcher, type FileDispatcher, ImportInput, type ImportResult } from './schema';

const NEEDED = {
  create: 'CREATE_DISPATCHERS',
  update: 'UPDATE_DISPATCHERS',
  delete: 'DELETE_DISPATCHERS',
} as const satisfies Record<DispatcherWrite['act'], Permission>;

/**
 * Makes the dispatchers as a `dispatchers.json` says, all in one transaction; with `dryRun` it only says what it would do.
 * Planned anew from what is stored when it is written: nothing that somebody saved meanwhile is overwritten unseen.
 * @throws ServiceError 10 (for each kind of change its own permission), 14, 15, 17 (a name twice), 26 (another event type).
 */
export async function importDispatchers(principal: Principal, body: unknown, now: number): Promise<ImportResult> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const input = parseInput(ImportInput, body);
  checkFile(input.dispatchers);
  const plan = (existing: Dispatcher[]) => planImport(input.dispatchers, existing, input);
  if (input.dryRun) return toResult(plan(await listAllDispatchers()), false);
  let planned: PlannedStep[] = [];
  const decide = (existing: Dispatcher[]) => {
    planned = plan(existing);
    const writes = planned.flatMap(({ write }) => write ?? []);
    for (const { act } of writes) requirePermission(principal, NEEDED[act]);
    return writes;
  };
  try {
    await writeImport(decide, now);
  } catch (error) {
    if (isUniqueViolation(error)) throw new ServiceError(17, 'A name of the file is taken by another dispatcher');
    throw error;
  } finally {
    configurationChanged();
  }
  return toResult(planned, true);
}

function toResult(planned: readonly PlannedStep[], applied: boolean): ImportResult {
  return { applied, steps: planned.map(({ step }) => step) };
}

/** Every expression is well-formed; names are known once. */
function checkFile(file: readonly FileDispatcher[]): void {
  assertOnce(file, 'dispatchers');
  file.forEach(({ actions }, index) => {
    const path = `dispatchers[${index}].actions`;
    assertOnce(actions, path);
    actions.forEach((action, position) => {
      checkActionExpressions({ ...action, enabled: action.enabled ?? true }, `${path}[${position}].`);
    });
  });
}

function assertOnce(list: readonly { name: string }[], path: string): void {
  const names = new Set<string>();
  list.forEach(({ name }, index) => {
    if (names.has(name)) {
      const errors = [{ path: `${path}[${index}].name`, message: `'${name}' is there twice` }];
      throw new ServiceError(17, `${path}: '${name}' is there twice`, { errors });
    }
    names.add(name);
  });
}
