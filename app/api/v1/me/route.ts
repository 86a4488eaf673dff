import { route } from '@/lib/http/route';
import { viewMe } from '@/lib/users/me';

export const GET = route(({ principal }) => viewMe(principal));
