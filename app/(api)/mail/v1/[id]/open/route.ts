import { resourceUnknown } from '@/lib/errors/service-error';
import { route } from '@/lib/http/route';
import { openMail } from '@/lib/mail/view-mails';

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** For the client this is JSON. An `<img>` always gets its image: a mail may outlive its row here. */
export const GET = route('GET /mail/v1/{id}/open', async ({ params, headers }) => {
  const trackingHash = params.id ?? '';
  const records_affected = await openMail(trackingHash);
  if (headers.accept?.includes('image/')) {
    return new Response(PIXEL, { headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } });
  }
  if (records_affected === 0) throw resourceUnknown('mail', trackingHash);
  return { records_affected };
});
