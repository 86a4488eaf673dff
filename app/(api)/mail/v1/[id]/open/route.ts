import { route } from '@/lib/http/route';
import { openMail } from '@/lib/mail/view-mails';

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** For an `<img>` in a mail this is an image, for the client it is JSON. */
export const GET = route('GET /mail/v1/{id}/open', async ({ params, headers }) => {
  const records_affected = await openMail(params.id ?? '');
  if (!headers.accept?.includes('image/')) return { records_affected };
  return new Response(PIXEL, { headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } });
});
