import { route } from '@/lib/http/route';
import { viewTaskLogs } from '@/lib/tasks/logs';

export const GET = route('GET /tasks/v1/{id}/logs', ({ principal, id, query }) =>
  viewTaskLogs(principal, id('id'), query),
);
