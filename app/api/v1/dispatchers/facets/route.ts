import { listDispatcherFacets } from '@/lib/dispatchers/summaries';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/dispatchers/facets', ({ principal }) => listDispatcherFacets(principal));
