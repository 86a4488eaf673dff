import { listTemplateRows } from '@/db/template-pages';
import { countMailsByTemplate } from '@/db/template-usage';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { type TemplateList, TemplateListQuery } from './schema';
import { readReferences, usersOf } from './usage';

const DAY_MS = 86_400_000;

/** One page of templates without what they say, each with what uses it. @throws ServiceError 10, 15. */
export async function listTemplateSummaries(
  principal: Principal,
  query: URLSearchParams,
  now: number,
): Promise<TemplateList> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const wanted = parseInput(TemplateListQuery, Object.fromEntries(query));
  const { rows, total } = await listTemplateRows(wanted);
  const references = await readReferences();
  const { counts, complete } = await countMailsByTemplate(now - DAY_MS);
  return {
    data: rows.map((row) => ({
      ...row,
      dispatchers: usersOf(row, references).size,
      mails24h: counts.get(row.id) ?? 0,
    })),
    total,
    byExpression: references.byExpression.size,
    mailsComplete: complete,
  };
}
