import { viewMailSource } from '@/lib/console/mail-source';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/mails/{id}/source', ({ principal, id, query }) =>
  viewMailSource(principal, id('id'), query),
);
