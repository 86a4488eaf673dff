import { route } from '@/lib/http/route';
import { resolveTemplate } from '@/lib/templates/resolve';

export const POST = route('POST /templates/v2/{idOrName}/resolve', async ({ principal, params, json, now }) =>
  resolveTemplate(principal, params.idOrName ?? '', await json(), now),
);
