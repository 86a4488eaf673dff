import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Fact } from '@/components/data/facts';
import { FRAME_OF_STATUS } from '@/components/data/mail-frame';
import { RecipientFacts } from '@/components/data/mail-recipients';
import { MailView } from '@/components/data/mail-view';
import { Status } from '@/components/data/status';
import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/console/schema';

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
        message={{ id: mail.id }}
        facts={
          <>
            {mail.status !== 'captured' && (
              <Fact name="Status">
                <Status kind="mail" value={mail.status} />
              </Fact>
            )}
            <Fact name="From">{mail.from}</Fact>
            <RecipientFacts recipients={mail.recipientStates} />
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
