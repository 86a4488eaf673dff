import { route } from '@/lib/http/route';
import { resolveTemplate } from '@/lib/templates/resolve';

export const POST = route(async ({ principal, params, json, now }) =>
  resolveTemplate(principal, params.idOrName ?? '', await json(), now),
);
