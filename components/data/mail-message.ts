import { queryOptions } from '@tanstack/react-query';
import type { MailAttachmentContent, MailSource, MailSourceInput } from '@/lib/console/schema';
import { apiGet, apiSend } from '@/lib/http/client';

/** A mail that is stored, or one that is not. */
export type MailMessage = { id: string } | MailSourceInput;

/** The mail as the message that the mail server gets. */
export const mailSourceQuery = (message: MailMessage) =>
  queryOptions({
    queryKey: ['mail-source', message],
    queryFn: ({ signal }) =>
      'id' in message
        ? apiGet<MailSource>(`/api/v1/mails/${message.id}/source`, signal)
        : apiSend<MailSource>('POST', '/api/v1/mails/source', { body: message, signal }),
    staleTime: 30_000,
  });

/** The whole message, attachments included, as a file. */
export async function downloadMessage(id: string): Promise<void> {
  const { source } = await apiGet<MailSource>(`/api/v1/mails/${id}/source?complete=true`);
  saveFile(new Blob([source], { type: 'message/rfc822' }), `${id}.eml`);
}

export async function downloadAttachment(mailId: string, position: number): Promise<void> {
  const file = await apiGet<MailAttachmentContent>(`/api/v1/mails/${mailId}/attachments/${position}`);
  const bytes = Uint8Array.from(atob(file.content), (char) => char.charCodeAt(0));
  // Never by its own type: a page among the attachments must not open as one of ours.
  saveFile(new Blob([bytes], { type: 'application/octet-stream' }), file.name);
}

function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
