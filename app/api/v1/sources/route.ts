import { route } from '@/lib/http/route';
import { listSources } from '@/lib/sources/rotate';

export const GET = route('GET /api/v1/sources', ({ principal }) => listSources(principal));
