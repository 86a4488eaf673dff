import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';
import { toWireQueuedMail } from '@/lib/mail/to-wire';
import { listQueuedMails } from '@/lib/mail/view-mails';

export const GET = route('GET /mail/v1/queued', async ({ principal, query }) =>
  toWirePage(await listQueuedMails(principal, query), toWireQueuedMail),
);
