import { pageTemplates } from '@/db/template-pages';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { Template } from './schema';

/** One page of templates that an RQL query selects. @throws ServiceError 10, 19. */
export async function listTemplates(principal: Principal, query: string): Promise<Page<Template>> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  return pageTemplates(parseRql(query), query);
}
