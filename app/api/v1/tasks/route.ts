import { listNewestTasks } from '@/lib/console/tasks';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/tasks', ({ principal, query }) => listNewestTasks(principal, query));
