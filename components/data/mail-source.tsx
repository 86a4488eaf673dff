'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/data/copy-button';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { readMailHeaders } from '@/components/data/mail-headers';
import { downloadMessage, type MailMessage, mailSourceQuery } from '@/components/data/mail-message';
import { ScrollArea } from '@/components/data/scroll-area';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';

/** The message as the mail server gets it. */
export function MailSourcePanel({ message }: { message: MailMessage }) {
  const source = useQuery(mailSourceQuery(message));
  if (source.isPending) return <LoadingRows label="the source" />;
  if (source.isError) return <ErrorState error={source.error} onRetry={() => source.refetch()} />;
  return (
    <div className="bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b px-2 py-1.5">
        <p className="min-w-0 flex-1 text-muted text-xs">
          {source.data.complete
            ? 'The message as the mail server gets it.'
            : 'The message as the mail server gets it; what is in its attachments is left out here.'}
        </p>
        <CopyButton text={source.data.source} label="Copy the source" />
        {'id' in message && <DownloadButton id={message.id} />}
      </div>
      <ScrollArea label="Source of the mail" className="h-96 p-3">
        <pre className="w-max min-w-full font-mono text-xs leading-5">{source.data.source}</pre>
      </ScrollArea>
    </div>
  );
}

function DownloadButton({ id }: { id: string }) {
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    await downloadMessage(id).catch((error: Error) => toast.error(error.message));
    setBusy(false);
  };
  return (
    <Button size="sm" busy={busy} onClick={download}>
      <Download aria-hidden /> Download .eml
    </Button>
  );
}

/** The headers of the message, readable. */
export function MailHeadersPanel({ message }: { message: MailMessage }) {
  const source = useQuery(mailSourceQuery(message));
  if (source.isPending) return <LoadingRows label="the headers" />;
  if (source.isError) return <ErrorState error={source.error} onRetry={() => source.refetch()} />;
  return (
    <ScrollArea label="Headers of the mail" className="h-96 bg-surface">
      <table aria-label="Headers" className="w-full text-left">
        <tbody>
          {readMailHeaders(source.data.source).map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand there twice, and they never move
            <tr key={index} className="border-b last:border-0">
              <th scope="row" className="whitespace-nowrap px-3 py-1.5 align-top font-medium text-muted">
                {name}
              </th>
              <td className="wrap-anywhere w-full px-3 py-1.5 font-mono text-xs leading-5">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
