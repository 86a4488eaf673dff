import { countMails } from '@/lib/console/change-mails';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/mails/count', ({ principal, query }) => countMails(principal, query));
