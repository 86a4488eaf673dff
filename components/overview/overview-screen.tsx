'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { FailedRuns } from '@/components/overview/failed-runs';
import { Figures } from '@/components/overview/figures';
import { FirstEvent } from '@/components/overview/first-event';
import { FirstFiveMinutes } from '@/components/overview/first-five-minutes';
import { overviewQuery } from '@/components/overview/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

const MAILS_ARE_SENT = 'Mails are really sent, through the SMTP server.';

/** Is anything broken that I must act on? On an empty console: how to begin. */
export function OverviewScreen() {
  const overview = useQuery(overviewQuery);
  if (overview.isPending) {
    return (
      <Page title="Overview">
        <Card>
          <LoadingRows label="the overview" />
        </Card>
      </Page>
    );
  }
  if (!overview.data) {
    return (
      <Page title="Overview">
        <Card>
          <ErrorState error={overview.error} onRetry={() => overview.refetch()} />
        </Card>
      </Page>
    );
  }
  const { data } = overview;
  if (data.empty) {
    return (
      <Page title="Welcome">
        <div className="grid gap-4">
          <FirstFiveMinutes />
          <FirstEvent />
          {data.mailTransport === 'capture' && <MailsAreCaptured />}
        </div>
      </Page>
    );
  }
  return (
    <Page title="Overview" description={`The last 24 hours. ${data.mailTransport === 'smtp' ? MAILS_ARE_SENT : ''}`}>
      <div className="grid gap-4">
        {data.mailTransport === 'capture' && <MailsAreCaptured />}
        <Figures overview={data} />
        <FailedRuns runs={data.failed} />
        <FirstEvent />
      </div>
    </Page>
  );
}

function MailsAreCaptured() {
  return (
    <Notice kind="warning">
      Mails are captured: you can read them here, and they are not sent. To send them, start the server with{' '}
      <code className="font-mono text-xs">SMTP_URL</code>.
    </Notice>
  );
}
