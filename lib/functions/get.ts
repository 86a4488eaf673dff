import { resourceUnknown } from '@/lib/errors/service-error';
import { loadFunction } from './load-function';
import type { TaskFunction } from './schema';

/** The settings of a function, with the real values of its variables. @throws ServiceError 16. */
export async function getFunction(name: string): Promise<TaskFunction> {
  const loaded = await loadFunction(name);
  if (!loaded) throw resourceUnknown('function', name);
  return loaded.settings;
}
