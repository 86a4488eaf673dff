import { listMailSummaries } from '@/lib/console/mails';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/mails', ({ principal, query }) => listMailSummaries(principal, query));
