'use client';

import { AttemptTimeline } from '@/components/data/attempt-timeline';
import { CauseFacts } from '@/components/data/cause-facts';
import { CopyableId } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { AttachmentsFact } from '@/components/data/mail-attachments';
import { FRAME_OF_STATUS } from '@/components/data/mail-frame';
import { RecipientFacts } from '@/components/data/mail-recipients';
import { MailView } from '@/components/data/mail-view';
import { RelativeTime } from '@/components/data/relative-time';
import { Dash } from '@/components/data/table';
import { useMailAct } from '@/components/mails/queries';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { MailDetail } from '@/lib/console/schema';

/** All about one mail: why it failed first, then the mail with each recipient's outcome, its attempts, and where it comes from. */
export function MailContent({ mail }: { mail: MailDetail }) {
  return (
    <div className="grid min-w-0 gap-4">
      <MailFate mail={mail} />
      <Card as="article" aria-label="The mail" className="min-w-0 p-4">
        <MailView
          frame={FRAME_OF_STATUS[mail.status]}
          subject={mail.subject}
          html={mail.html}
          text={mail.text}
          message={{ id: mail.id }}
          facts={
            <>
              <Fact name="From">{mail.from}</Fact>
              <RecipientFacts recipients={mail.recipientStates} />
              {mail.replyTo && <Fact name="Reply to">{mail.replyTo.join(', ')}</Fact>}
            </>
          }
        >
          <AttachmentsFact mailId={mail.id} attachments={mail.attachments} />
        </MailView>
      </Card>
      <MailAttempts mail={mail} />
      <MailOrigin mail={mail} />
    </div>
  );
}

/** What a person has to know before all else. */
function MailFate({ mail: { status, reason, recipientStates } }: { mail: MailDetail }) {
  if (status === 'captured') {
    return <Notice kind="warning">Captured: kept here on purpose, and not sent to anybody.</Notice>;
  }
  if (status === 'failed' || status === 'partial') {
    const got = recipientStates.filter((one) => one.status === 'accepted').length;
    return (
      <Notice kind={status === 'failed' ? 'danger' : 'warning'} role="status">
        <p className="font-semibold">
          {status === 'failed'
            ? 'Nobody got this mail.'
            : `${got} of ${recipientStates.length} recipients got this mail.`}
        </p>
        {reason && <p className="wrap-anywhere">{reason}</p>}
      </Notice>
    );
  }
  if (status === 'canceled') return <Notice kind="quiet">Not sent: {reason ?? 'it was canceled'}.</Notice>;
  if (status === 'queued' && reason) {
    return (
      <Notice kind="warning">
        <p className="font-semibold">Not sent yet.</p>
        <p className="wrap-anywhere">{reason}</p>
      </Notice>
    );
  }
  return null;
}

function MailAttempts({ mail }: { mail: MailDetail }) {
  const retry = useMailAct(mail.id, 'retry');
  const waits = mail.nextAttemptAt !== undefined && mail.attempts > 0;
  if (mail.attemptList.length === 0 && !waits) return null;
  return (
    <Card className="min-w-0">
      <CardHeader title="Attempts" />
      <div className="p-4">
        <AttemptTimeline
          hasTitle={false}
          attempts={mail.attemptList}
          next={
            waits
              ? {
                  at: mail.nextAttemptAt ?? 0,
                  permission: 'RETRY_RUNS',
                  busy: retry.isPending,
                  onTryNow: () => retry.mutate(),
                }
              : undefined
          }
        />
      </div>
    </Card>
  );
}

function MailOrigin({ mail }: { mail: MailDetail }) {
  return (
    <Card aria-label="Where it comes from" className="min-w-0">
      <CardHeader title="Where it comes from" />
      <div className="p-4">
        <Facts>
          <CauseFacts cause={mail.cause} runId={mail.runId} directly="It was asked for directly, through the API." />
          <Fact name="Template">{mail.templateName ?? <Dash />}</Fact>
          {mail.language && <Fact name="Language">{mail.language}</Fact>}
          {mail.timeZone && <Fact name="Time zone">{mail.timeZone}</Fact>}
          <Fact name="Made">
            <RelativeTime timestamp={mail.creationTimestamp} />
          </Fact>
          <Fact name="Views">
            <span className="tabular">{mail.views}</span>
          </Fact>
          <Fact name="Message-ID">
            <CopyableId id={mail.messageId} what="Message-ID" />
          </Fact>
          <Fact name="Id">
            <CopyableId id={mail.id} what="mail id" />
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}
