import { viewMail } from '@/lib/console/mails';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/mails/{id}', ({ principal, id }) => viewMail(principal, id('id')));
