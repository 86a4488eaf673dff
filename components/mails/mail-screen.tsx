'use client';

import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { MailActions } from '@/components/mails/mail-actions';
import { MailContent } from '@/components/mails/mail-detail';
import { useMail } from '@/components/mails/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';

const BACK = { href: '/mails', label: 'Mails' };

/** One mail on a page of its own. */
export function MailScreen({ id }: { id: string }) {
  const mail = useMail(id);
  if (mail.data) {
    return (
      <Page
        title={mail.data.subject || 'Mail without a subject'}
        description={
          <span className="inline-flex flex-wrap items-center gap-2">
            <Status kind="mail" value={mail.data.status} /> <RelativeTime timestamp={mail.data.creationTimestamp} />
          </span>
        }
        back={BACK}
        actions={<MailActions mail={mail.data} />}
      >
        <MailContent mail={mail.data} />
      </Page>
    );
  }
  return (
    <Page title="Mail" back={BACK}>
      <Card>
        {mail.isError ? (
          <ErrorState error={mail.error} onRetry={() => mail.refetch()} />
        ) : (
          <LoadingRows label="the mail" />
        )}
      </Card>
    </Page>
  );
}

/** One mail beside the list. */
export function MailDrawer({ id }: { id: string }) {
  const mail = useMail(id);
  if (!mail.data) {
    return mail.isError ? (
      <ErrorState error={mail.error} onRetry={() => mail.refetch()} />
    ) : (
      <LoadingRows label="the mail" />
    );
  }
  return (
    <div className="grid gap-4 p-4">
      <header className="grid gap-3">
        <div className="grid gap-1">
          <h2 className="wrap-anywhere font-semibold text-lg">{mail.data.subject || 'Mail without a subject'}</h2>
          <p className="flex flex-wrap items-center gap-2 text-muted">
            <Status kind="mail" value={mail.data.status} />
            <RelativeTime timestamp={mail.data.creationTimestamp} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <MailActions mail={mail.data} />
        </div>
      </header>
      <MailContent mail={mail.data} />
    </div>
  );
}
