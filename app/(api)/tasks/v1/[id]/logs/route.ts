import { route } from '@/lib/http/route';
import { viewTaskLogs } from '@/lib/tasks/logs';

export const GET = route(({ principal, id, query }) => viewTaskLogs(principal, id('id'), query));
