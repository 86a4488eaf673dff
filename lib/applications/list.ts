import { listApplications as list } from '@/db/applications';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { ApplicationView } from './schema';
import { toApplicationView } from './view';

/** OAuth2 clients and OAuth1 consumers, by name. @throws ServiceError 10. */
export async function listApplications(principal: Principal): Promise<ApplicationView[]> {
  requirePermission(principal, 'VIEW_SETTINGS');
  return (await list()).map(toApplicationView);
}
