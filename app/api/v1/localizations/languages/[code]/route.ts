import { route } from '@/lib/http/route';
import { deleteLanguage } from '@/lib/localizations/write-text';

export const DELETE = route('DELETE /api/v1/localizations/languages/{code}', async ({ principal, params, now }) => ({
  affectedRecords: await deleteLanguage(principal, params.code ?? '', now),
}));
