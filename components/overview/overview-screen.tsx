'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { Figures } from '@/components/overview/figures';
import { FirstEvent } from '@/components/overview/first-event';
import { FirstFiveMinutes } from '@/components/overview/first-five-minutes';
import { NeverMeet } from '@/components/overview/never-meet-card';
import { overviewQuery, statisticsQuery } from '@/components/overview/queries';
import { TargetsCard } from '@/components/overview/targets-card';
import { UndeliveredCard } from '@/components/overview/undelivered-card';
import { VolumeCard } from '@/components/overview/volume-card';
import { useRange } from '@/components/overview/volume-range';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { Overview } from '@/lib/console/schema';

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
  return <Everyday overview={data} />;
}

function Everyday({ overview }: { overview: Overview }) {
  const [range] = useRange();
  const statistics = useQuery(statisticsQuery(range));
  const isSent = overview.mailTransport === 'smtp';
  return (
    <Page title="Overview" description={`Figures of the last 24 hours. ${isSent ? MAILS_ARE_SENT : ''}`}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {!isSent && <MailsAreCaptured />}
        <Figures overview={overview} />
        <TargetsCard />
        <UndeliveredCard />
        <VolumeCard query={statistics} />
        {statistics.data && <NeverMeet statistics={statistics.data} />}
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
