import { countTextsByLanguage, pageLocalizationRows } from '@/db/localization-table';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { parseInput } from '@/lib/http/parse-input';
import { readTemplateKeys, templatesOf } from '@/lib/templates/key-index';
import { type LocalizationTable, LocalizationTableQuery } from './schema';

const MAX_TEMPLATES = 20;

/** A page of the table of keys and languages, each key with the templates that name it. @throws ServiceError 10, 15. */
export async function viewLocalizationTable(principal: Principal, query: URLSearchParams): Promise<LocalizationTable> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  const wanted = parseInput(LocalizationTableQuery, Object.fromEntries(query));
  const { rows, ...counts } = await pageLocalizationRows(wanted);
  const templates = await readTemplateKeys();
  return {
    data: rows.map((row) => {
      const users = templatesOf(row.key, templates);
      return { ...row, templates: users.slice(0, MAX_TEMPLATES), templateTotal: users.length };
    }),
    ...counts,
    languages: countTextsByLanguage(),
  };
}
