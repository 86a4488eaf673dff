import { retryMatchingMails } from '@/lib/console/change-mails';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/mails/retry', async ({ principal, json }) =>
  retryMatchingMails(principal, await json()),
);
