import { route } from '@/lib/http/route';
import { getTemplate } from '@/lib/templates/get';

export const GET = route('GET /api/v1/templates/{id}', async ({ principal, id }) => getTemplate(principal, id('id')));
