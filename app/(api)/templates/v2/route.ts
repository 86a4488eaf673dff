import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';
import { createTemplate } from '@/lib/templates/create';
import { listTemplates } from '@/lib/templates/list';
import { toWireTemplate } from '@/lib/templates/to-wire';

export const GET = route('GET /templates/v2', async ({ principal, query }) =>
  toWirePage(await listTemplates(principal, query), toWireTemplate),
);
export const POST = route('POST /templates/v2', async ({ principal, json, now }) =>
  toWireTemplate(await createTemplate(principal, await json(), now)),
);
