import { findMailAttachment } from '@/db/mail-attachments';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { MailAttachmentContent } from './schema';

/** One file of a mail, with what is in it as base64. @param position counted from 0. @throws ServiceError 10, 16. */
export async function viewMailAttachment(
  principal: Principal,
  mailId: string,
  position: string,
): Promise<MailAttachmentContent> {
  requirePermission(principal, 'VIEW_MAILS');
  const file = /^\d{1,3}$/.test(position) ? await findMailAttachment(mailId, Number(position)) : undefined;
  if (!file) throw resourceUnknown('attachment', position);
  return { name: file.name, type: file.type, content: file.content.toString('base64') };
}
