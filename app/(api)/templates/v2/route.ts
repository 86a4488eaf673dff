import { route } from '@/lib/http/route';
import { createTemplate } from '@/lib/templates/create';
import { listTemplates } from '@/lib/templates/list';
import { toWireTemplate } from '@/lib/templates/to-wire';

export const GET = route(async ({ principal, query }) => {
  const page = await listTemplates(principal, query);
  return { ...page, data: page.data.map(toWireTemplate) };
});
export const POST = route(async ({ principal, json, now }) =>
  toWireTemplate(await createTemplate(principal, await json(), now)),
);
