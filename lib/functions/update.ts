import { type FunctionCode, readFunctionCode, updateFunction as storeUpdate } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { functionTarget } from '@/lib/delivery/breakers';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import { checkTargets } from './check-targets';
import { type FunctionSecrets, loadFunction } from './load-function';
import { parseFunction } from './parse-function';
import { readCode } from './read-code';
import { type EnvironmentVariables, FunctionUpdate, MASKED_VALUE, type TaskFunction } from './schema';
import { changedSecrets, checkCode, type PlainSettings, toFields, toSecrets } from './store-fields';

/**
 * Changes the settings that the body names; the others stay. Name and kind are fixed.
 * @throws ServiceError 10, 15, 16, 26, 1401, 1402.
 */
export async function updateFunction(principal: Principal, name: string, body: unknown, now: number): Promise<number> {
  requirePermission(principal, 'UPDATE_TASK_FUNCTION');
  const { code: encoded, ...changes } = parseFunction(FunctionUpdate, body);
  const loaded = await loadFunction(name);
  if (!loaded) throw resourceUnknown('function', name);
  const { settings: current, secrets } = loaded;
  if ((changes.name ?? name) !== name || (changes.kind ?? current.kind) !== current.kind) {
    throw new ServiceError(26, 'The name and the kind of a function are fixed once created');
  }
  checkTargets(changes, current);
  const settings = merge(current, changes, secrets);
  const code = encoded === undefined ? undefined : await checkCode(encoded, settings.entryPoint ?? '');
  if (!code && settings.entryPoint !== current.entryPoint) await checkStoredCode(current.codeHash, settings.entryPoint);
  const updated = await storeMerged(name, changes, code, now);
  // Perhaps this mends what kept work from it.
  const { engine, wake } = serverContext();
  if (await engine.probeNow(functionTarget(name), now)) wake();
  return updated;
}

/** Loads, merges and stores without a pause: what was changed while the code was being checked stays changed. */
async function storeMerged(name: string, changes: FunctionUpdate, code: FunctionCode | undefined, now: number) {
  const loaded = await loadFunction(name);
  if (!loaded) throw resourceUnknown('function', name);
  const settings = merge(loaded.settings, changes, loaded.secrets);
  const codeHash = code?.hash ?? loaded.settings.codeHash;
  const secrets = toSecrets(settings, loaded.secrets, now);
  return storeUpdate(toFields(settings, secrets, codeHash), code, now, changedSecrets(loaded.secrets, secrets));
}

/** Another entry point must be in the code that is there already. @throws ServiceError 1401. */
async function checkStoredCode(codeHash: string | undefined, entryPoint = ''): Promise<void> {
  if (codeHash !== undefined) await readCode(await readFunctionCode(codeHash), entryPoint);
}

/** Lets a function run, or not. Tasks of a disabled function fail with that reason. @throws ServiceError 10, 16. */
export async function setFunctionEnabled(
  principal: Principal,
  name: string,
  enabled: boolean,
  now: number,
): Promise<number> {
  return updateFunction(principal, name, { enabled }, now);
}

function merge(current: TaskFunction, changes: FunctionUpdate, secrets: FunctionSecrets): PlainSettings {
  const { id: _id, codeHash: _hash, creationTimestamp: _created, updateTimestamp: _updated, ...settings } = current;
  const environmentVariables = changes.environmentVariables
    ? unmask(changes.environmentVariables, secrets.environmentVariables)
    : current.environmentVariables;
  const pausedTimestamp = changes.enabled ? undefined : current.pausedTimestamp;
  return { ...settings, ...changes, environmentVariables, pausedTimestamp };
}

function unmask(given: EnvironmentVariables, before: EnvironmentVariables): EnvironmentVariables {
  return Object.fromEntries(
    Object.entries(given).map(([name, { value }]) => [
      name,
      value === MASKED_VALUE ? (before[name] ?? { value }) : { value },
    ]),
  );
}
