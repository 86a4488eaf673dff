import { route } from '@/lib/http/route';
import { listSources } from '@/lib/sources/rotate';

export const GET = route(({ principal }) => listSources(principal));
