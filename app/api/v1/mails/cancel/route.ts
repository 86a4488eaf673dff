import { cancelMatchingMails } from '@/lib/console/change-mails';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/mails/cancel', async ({ principal, json }) =>
  cancelMatchingMails(principal, await json()),
);
