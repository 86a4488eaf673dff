import { cancelMail } from '@/lib/console/mails';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/mails/{id}/cancel', ({ principal, id, now }) =>
  cancelMail(principal, id('id'), now),
);
