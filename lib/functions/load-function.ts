import { findFunction, readFunctionCode, type StoredFunction } from '@/db/functions';
import { keptWhileUnchanged } from '@/db/versions';
import { secretBox } from '@/lib/server/context';
import type { RunnableFunction } from './outcome';
import { type EnvironmentVariables, type LambdaCredentials, TaskFunction } from './schema';

/** What a function keeps encrypted. */
export interface FunctionSecrets {
  environmentVariables: EnvironmentVariables;
  /** Signing secret of an HTTP function, `whsec_…`. */
  httpSecret?: string;
  /** The one before, with which calls are signed too until then (epoch ms). */
  previousHttpSecret?: { secret: string; until: number };
  lambdaCredentials?: LambdaCredentials;
}

export interface LoadedFunction {
  settings: TaskFunction;
  secrets: FunctionSecrets;
  runnable: RunnableFunction;
}

/** The function of that name, decrypted and ready to run; undefined when there is none. */
export async function loadFunction(name: string): Promise<LoadedFunction | undefined> {
  const opened = await openFunction(name);
  return opened && { ...opened, runnable: toRunnable(opened.settings, opened.secrets) };
}

/** Read, opened and checked once, not for every task. */
const openFunction = keptWhileUnchanged('functions', async (name) => {
  const stored = await findFunction(name);
  if (!stored) return undefined;
  const secrets = openSecrets(stored);
  return { settings: toTaskFunction(stored, secrets), secrets };
});

export function secretsPlace(name: string): string {
  return `functions.secrets:${name}`;
}

export function openSecrets(stored: StoredFunction): FunctionSecrets {
  if (stored.secretsCiphertext === undefined) return { environmentVariables: {} };
  return JSON.parse(secretBox().open(stored.secretsCiphertext, secretsPlace(stored.name))) as FunctionSecrets;
}

/** The settings as they were validated when they were stored, with the real values of the variables. */
export function toTaskFunction(stored: StoredFunction, secrets: FunctionSecrets): TaskFunction {
  const { id, name, kind, enabled, codeHash, creationTimestamp, updateTimestamp, definition } = stored;
  return TaskFunction.parse({
    ...definition,
    environmentVariables: secrets.environmentVariables,
    id,
    name,
    kind,
    enabled,
    codeHash,
    creationTimestamp,
    updateTimestamp,
  });
}

const toRunnables = {
  local: (fn: TaskFunction) => {
    const { name, timeLimit, memoryLimit, codeHash = '', entryPoint = '', environmentVariables } = fn;
    const readCode = () => readFunctionCode(codeHash);
    return { kind: 'local', name, timeLimit, memoryLimit, codeHash, entryPoint, environmentVariables, readCode };
  },
  http: (
    { name, timeLimit, http }: TaskFunction,
    { httpSecret = '', previousHttpSecret: previous }: FunctionSecrets,
  ) => {
    const previousSecret = previous && previous.until > Date.now() ? { previousSecret: previous.secret } : {};
    return { kind: 'http', name, timeLimit, url: http?.url ?? '', secret: httpSecret, ...previousSecret };
  },
  lambda: ({ name, timeLimit, lambda }: TaskFunction, { lambdaCredentials: credentials }: FunctionSecrets) => {
    const target = lambda ?? { functionName: '', region: '' };
    return { kind: 'lambda', name, timeLimit, lambda: target, ...(credentials ? { credentials } : {}) };
  },
} as const satisfies Record<TaskFunction['kind'], (fn: TaskFunction, secrets: FunctionSecrets) => RunnableFunction>;

function toRunnable(settings: TaskFunction, secrets: FunctionSecrets): RunnableFunction {
  return toRunnables[settings.kind](settings, secrets);
}
