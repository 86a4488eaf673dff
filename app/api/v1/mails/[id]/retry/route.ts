import { retryMail } from '@/lib/console/mails';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/mails/{id}/retry', ({ principal, id, now }) =>
  retryMail(principal, id('id'), now),
);
