import { viewMailAttachment } from '@/lib/console/mail-attachment';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/mails/{id}/attachments/{position}', ({ principal, id, params }) =>
  viewMailAttachment(principal, id('id'), params.position ?? ''),
);
