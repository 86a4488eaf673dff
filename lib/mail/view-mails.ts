import { pageMails } from '@/db/mail-pages';
import { countMailView, findMails, deleteMail as remove } from '@/db/mails';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { Mail } from './schema';

/** One page of all mails. @throws ServiceError 10, 19. */
export async function listMails(principal: Principal, query: string): Promise<Page<Mail>> {
  requirePermission(principal, 'VIEW_MAILS');
  return pageMails(parseRql(query), query);
}

/** One page of the mails that are not sent yet: queued, being sent, or failed. @throws ServiceError 10, 19. */
export async function listQueuedMails(principal: Principal, query: string): Promise<Page<Mail>> {
  requirePermission(principal, 'VIEW_MAILS');
  return pageMails(parseRql(query), query, ['queued', 'sending', 'failed']);
}

/** Removes a mail; one that waits is not sent. @throws ServiceError 10, 16, 27 (it is being sent right now). */
export async function deleteMail(principal: Principal, id: string, now: number): Promise<number> {
  requirePermission(principal, 'DELETE_MAILS');
  const removed = await remove(id, now);
  if (removed > 0) return removed;
  const [mail] = await findMails([id]);
  if (mail) throw new ServiceError(27, 'This mail is being sent right now; try again in a moment');
  throw resourceUnknown('mail', id);
}

/** Counts that a mail was opened. Whoever has the hash may say so. @returns how many mails have it: 0 or 1. */
export async function openMail(trackingHash: string): Promise<number> {
  return countMailView(trackingHash);
}
