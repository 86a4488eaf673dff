import { route } from '@/lib/http/route';
import { viewMyself } from '@/lib/users/me';

export const GET = route('GET /users/v1/me', ({ principal }) => viewMyself(principal));
