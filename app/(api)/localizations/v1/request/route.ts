import { route } from '@/lib/http/route';
import { requestLocalizations } from '@/lib/localizations/read';

export const POST = route('POST /localizations/v1/request', async ({ json }) => requestLocalizations(await json()));
