import { route } from '@/lib/http/route';
import { deleteMail } from '@/lib/mail/view-mails';

export const DELETE = route('DELETE /mail/v1/{id}', async ({ principal, id, now }) => ({
  records_affected: await deleteMail(principal, id('id'), now),
}));
