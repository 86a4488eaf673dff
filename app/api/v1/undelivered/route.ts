import { route } from '@/lib/http/route';
import { listUndelivered } from '@/lib/undelivered/list';

export const GET = route('GET /api/v1/undelivered', ({ principal }) => listUndelivered(principal));
