import { countTasks } from '@/lib/console/change-tasks';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/tasks/count', ({ principal, query }) => countTasks(principal, query));
