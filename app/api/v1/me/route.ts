import { route } from '@/lib/http/route';
import { viewMe } from '@/lib/users/me';

export const GET = route('GET /api/v1/me', ({ principal }) => viewMe(principal));
