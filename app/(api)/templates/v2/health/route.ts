import { json, route } from '@/lib/http/route';

export const GET = route(async () => json({}), { access: 'public' });
