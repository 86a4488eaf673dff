'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { MailSettingsForm } from '@/components/settings/mail/mail-settings-form';
import { MailTestCard } from '@/components/settings/mail/mail-test-card';
import { mailSettingsQuery } from '@/components/settings/queries';
import { Section } from '@/components/settings/section';

/** How mails are sent, and whether that works. */
export function MailScreen() {
  const settings = useQuery(mailSettingsQuery);
  return (
    <Section title="Mail transport" description="The server that mails are handed to, and who really gets them.">
      {settings.isPending && <LoadingRows label="the mail transport" />}
      {settings.isError && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <MailSettingsForm key={settings.dataUpdatedAt} settings={settings.data} />
          <MailTestCard />
        </div>
      )}
    </Section>
  );
}
