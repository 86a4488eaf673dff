import { findLocalization, putLocalization } from '@/db/localizations';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { createDispatcher } from '@/lib/dispatchers/create';
import { ServiceError } from '@/lib/errors/service-error';
import { createFunction } from '@/lib/functions/create';
import { receiveEvents } from '@/lib/intake/receive-events';
import { configurationChanged, serverContext } from '@/lib/server/context';
import { createTemplate } from '@/lib/templates/create';
import { EXAMPLE_DISPATCHER, EXAMPLE_EVENT, EXAMPLE_LOCALIZATIONS, EXAMPLE_TEMPLATE, exampleFunction } from './example';
import type { DemoResult } from './schema';

/**
 * Installs the working example (a deleted user's data is erased, and a mail confirms it), and sends an event for it.
 * What is there already stays as it is.
 * @throws ServiceError 10.
 */
export async function installExample(principal: Principal, now: number): Promise<DemoResult> {
  requirePermission(principal, 'CREATE_EVENTS');
  requirePermission(principal, 'CREATE_LOCALIZATIONS');
  for (const localization of EXAMPLE_LOCALIZATIONS) {
    if (!findLocalization(localization.key)) await putLocalization(localization, now);
  }
  configurationChanged();
  await unlessThere(() => createTemplate(principal, EXAMPLE_TEMPLATE, now));
  await unlessThere(() => createFunction(principal, exampleFunction(), now));
  await unlessThere(() => createDispatcher(principal, EXAMPLE_DISPATCHER, now));
  const [result] = await receiveEvents([{ ...EXAMPLE_EVENT, key: undefined }], { source: 'example' }, now);
  if (!result) throw new Error('the example event has no result');
  const listeners = await serverContext().cache.listeners(EXAMPLE_EVENT.type);
  const dispatcher = listeners.find((listener) => listener.name === EXAMPLE_DISPATCHER.name);
  return { eventId: result.id, dispatcherId: dispatcher?.id ?? '' };
}

/** Error 17: it was installed before. */
async function unlessThere(install: () => Promise<unknown>): Promise<void> {
  try {
    await install();
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 17)) throw error;
  }
}
