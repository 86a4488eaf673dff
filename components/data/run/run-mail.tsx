import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Fact } from '@/components/data/facts';
import { type MailFrameKind, MailView } from '@/components/data/mail-view';
import { Status } from '@/components/data/status';
import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/console/schema';
import type { MailRecipient, MailStatus } from '@/lib/mail/schema';

const FRAME_OF_STATUS: Record<MailStatus, MailFrameKind> = {
  queued: 'unsent',
  sending: 'unsent',
  sent: 'sent',
  partial: 'sent',
  captured: 'captured',
  failed: 'unsent',
  canceled: 'unsent',
};
const KINDS = ['to', 'cc', 'bcc'] as const;
const KIND_WORDS = { to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;

export function RunMail({ mail }: { mail: NonNullable<RunDetail['mail']> }) {
  return (
    <div className="grid min-w-0 gap-3">
      {mail.status === 'captured' && (
        <Notice kind="warning">Kept here and not sent: this server captures its mails.</Notice>
      )}
      <MailView
        frame={FRAME_OF_STATUS[mail.status]}
        subject={mail.subject}
        html={mail.html}
        text={mail.text}
        facts={
          <>
            {mail.status !== 'captured' && (
              <Fact name="Status">
                <Status kind="mail" value={mail.status} />
              </Fact>
            )}
            <Fact name="From">{mail.from}</Fact>
            {KINDS.map((kind) => (
              <RecipientFact key={kind} kind={kind} recipients={mail.recipientStates.filter((r) => r.kind === kind)} />
            ))}
            {mail.templateName && <Fact name="Template">{mail.templateName}</Fact>}
            <Fact name="Mail">
              <Link href={`/mails/${mail.id}`} prefetch={false} className="underline underline-offset-2 hover:text-ink">
                Open the mail
              </Link>
            </Fact>
            <Fact name="Message-ID">
              <CopyableId id={mail.messageId} what="Message-ID" />
            </Fact>
          </>
        }
      />
    </div>
  );
}

function RecipientFact({ kind, recipients }: { kind: (typeof KINDS)[number]; recipients: readonly MailRecipient[] }) {
  if (recipients.length === 0) return null;
  return (
    <Fact name={KIND_WORDS[kind]}>
      <ul className="grid gap-1">
        {recipients.map((recipient) => (
          <li key={recipient.address} className="flex flex-wrap items-center gap-x-2">
            {recipient.address}
            <Status kind="recipient" value={recipient.status} />
            {recipient.response && <span className="wrap-anywhere text-muted text-xs">{recipient.response}</span>}
          </li>
        ))}
      </ul>
    </Fact>
  );
}
