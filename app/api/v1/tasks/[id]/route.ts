import { viewTask } from '@/lib/console/tasks';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/tasks/{id}', ({ principal, id }) => viewTask(principal, id('id')));
