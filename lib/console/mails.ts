import { listAttempts } from '@/db/attempts';
import { collectPage } from '@/db/keyset';
import { listMailAttachments } from '@/db/mail-attachments';
import { findMailSummaries, mailSource } from '@/db/mail-walk';
import { findMails, listMailRecipients } from '@/db/mails';
import { cancelMails, retryMails } from '@/db/retries';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseRql } from '@/lib/rql/parse';
import { serverContext } from '@/lib/server/context';
import { findCause } from './cause';
import type { MailDetail, MailList } from './schema';

/** Mails that an RQL filter selects, the newest first, without what they say. @throws ServiceError 10, 19. */
export async function listMailSummaries(principal: Principal, query: string): Promise<MailList> {
  requirePermission(principal, 'VIEW_MAILS');
  const { ids, ...page } = await collectPage(mailSource, parseRql(query));
  return { data: await findMailSummaries(ids), ...page };
}

/** A mail with what happened for each address, and every attempt. @throws ServiceError 10, 16. */
export async function viewMail(principal: Principal, id: string): Promise<MailDetail> {
  requirePermission(principal, 'VIEW_MAILS');
  return readMail(principal, id);
}

/** Sends a mail again to those who did not get it, with its run if it has one. @throws ServiceError 10, 16, 27. */
export async function retryMail(principal: Principal, id: string, now: number): Promise<MailDetail> {
  requirePermission(principal, 'RETRY_RUNS');
  const [result] = await retryMails([id], { now });
  if (!result) throw resourceUnknown('mail', id);
  if (result.refusal !== undefined) throw new ServiceError(27, `This mail cannot be sent again: ${result.refusal}`);
  serverContext().wake();
  return readMail(principal, id);
}

/** Cancels a mail that waits, with its run if it has one. @throws ServiceError 10, 16, 27. */
export async function cancelMail(principal: Principal, id: string, now: number): Promise<MailDetail> {
  requirePermission(principal, 'CANCEL_RUNS');
  const [result] = await cancelMails([id], { now });
  if (!result) throw resourceUnknown('mail', id);
  if (result.refusal !== undefined) throw new ServiceError(27, `This mail cannot be canceled: ${result.refusal}`);
  return readMail(principal, id);
}

async function readMail(principal: Principal, id: string): Promise<MailDetail> {
  const [mail] = await findMails([id]);
  if (!mail) throw resourceUnknown('mail', id);
  return {
    ...mail,
    recipientStates: await listMailRecipients(id),
    attemptList: await listAttempts([id], []),
    attachments: await listMailAttachments(id),
    ...(await findCause(principal, mail.runId)),
  };
}
