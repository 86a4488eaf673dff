'use client';

import { Download, Paperclip } from 'lucide-react';
import { useState } from 'react';
import { Fact } from '@/components/data/facts';
import { downloadAttachment } from '@/components/data/mail-message';
import { formatBytes } from '@/components/data/size';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import type { MailAttachmentInfo } from '@/lib/mail/schema';

interface AttachmentsFactProps {
  mailId: string;
  attachments: readonly MailAttachmentInfo[];
}

/** The files that go with a mail, with their size; they are downloaded, never opened here. */
export function AttachmentsFact({ mailId, attachments }: AttachmentsFactProps) {
  const [busy, setBusy] = useState<number>();
  if (attachments.length === 0) return null;
  const download = async (position: number) => {
    setBusy(position);
    await downloadAttachment(mailId, position).catch((error: Error) => toast.error(error.message));
    setBusy(undefined);
  };
  return (
    <Fact name="Attachments">
      <ul aria-label="Attachments" className="grid gap-1">
        {attachments.map(({ position, name, type, size }) => (
          <li key={position} className="flex flex-wrap items-center gap-x-2">
            <Paperclip aria-hidden className="size-3.5 shrink-0 text-faint" />
            <span className="wrap-anywhere min-w-0">{name}</span>
            <span className="tabular text-muted text-xs">
              {formatBytes(size)}
              {type && `, ${type}`}
            </span>
            <IconButton
              label={`Download ${name}`}
              size="sm"
              busy={busy === position}
              onClick={() => download(position)}
            >
              <Download aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
