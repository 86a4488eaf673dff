import { toWirePage } from '@/lib/format/page';
import { toWireCreated } from '@/lib/http/idempotency-key';
import { route } from '@/lib/http/route';
import { sendMail } from '@/lib/mail/send-mail';
import { toWireMail } from '@/lib/mail/to-wire';
import { listMails } from '@/lib/mail/view-mails';

export const GET = route('GET /mail/v1', async ({ principal, query }) =>
  toWirePage(await listMails(principal, query), toWireMail),
);
export const POST = route('POST /mail/v1', async ({ principal, headers, json, now }) =>
  toWireCreated(await sendMail(principal, await json(), now, headers['idempotency-key']), toWireMail),
);
