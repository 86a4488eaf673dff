'use client';

import { useQuery } from '@tanstack/react-query';
import { AppWindow, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, FirstUse, LoadingRows } from '@/components/data/list-states';
import { ApplicationTable } from '@/components/settings/applications/application-table';
import { applicationsQuery } from '@/components/settings/applications/queries';
import { Section } from '@/components/settings/section';
import { Card } from '@/components/ui/card';

const CreateApplicationDialog = dynamic(() =>
  import('@/components/settings/applications/create-application-dialog').then(
    (module) => module.CreateApplicationDialog,
  ),
);

export function ApplicationsScreen() {
  const [creating, setCreating] = useState(false);
  const createButton = (
    <AllowedButton permission="MANAGE_TOKENS" variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New application
    </AllowedButton>
  );
  return (
    <Section
      title="Applications"
      description="Programs that sign people in to the API, by OAuth2 or OAuth1."
      actions={createButton}
    >
      <Card aria-label="Applications" className="overflow-clip">
        <ApplicationList />
      </Card>
      {creating && <CreateApplicationDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}

function ApplicationList() {
  const list = useQuery(applicationsQuery);
  if (list.isPending) return <LoadingRows label="applications" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.data.length === 0) {
    return (
      <FirstUse Icon={AppWindow} title="No applications yet">
        An application gets tokens for people who sign in through it; the official client needs one. A service that only
        sends events does better with an API token.
      </FirstUse>
    );
  }
  return <ApplicationTable applications={list.data} />;
}
