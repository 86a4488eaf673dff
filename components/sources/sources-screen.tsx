'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, FirstUse, LoadingRows } from '@/components/data/list-states';
import { Page } from '@/components/shell/page';
import { sourceListQuery } from '@/components/sources/queries';
import { SourceTable } from '@/components/sources/source-table';
import { Card } from '@/components/ui/card';

const NewSourceDialog = dynamic(() => import('./new-source-dialog').then((module) => module.NewSourceDialog), {
  ssr: false,
});
const SourceDrawer = dynamic(() => import('./source-drawer').then((module) => module.SourceDrawer), { ssr: false });

/** The addresses that events come in by. The open one is in the URL; secrets are in this page's memory alone. */
export function SourcesScreen() {
  const [openName, setOpenName] = useQueryState('source', parseAsString);
  const [creating, setCreating] = useState(false);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const list = useQuery(sourceListQuery);
  const keepSecret = (name: string, secret: string) => setSecrets((known) => ({ ...known, [name]: secret }));
  const open = list.data?.find(({ name }) => name === openName);
  const createButton = (
    <AllowedButton permission="MANAGE_SOURCES" variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New source
    </AllowedButton>
  );
  return (
    <Page
      title="Sources"
      description="Each is an address that a service sends its events to, with a secret of its own."
      actions={createButton}
    >
      <Card aria-label="Sources" className="mt-1 overflow-clip">
        {list.isPending ? (
          <LoadingRows label="sources" rows={3} />
        ) : !list.data ? (
          <ErrorState error={list.error} onRetry={() => list.refetch()} />
        ) : list.data.length === 0 ? (
          <FirstUse Icon={Webhook} title="No sources" action={createButton}>
            A source is a webhook address with a secret. Make one for each service that reports events, so that you can
            tell them apart and shut out one without the others.
          </FirstUse>
        ) : (
          <SourceTable sources={list.data} open={openName} onOpen={setOpenName} />
        )}
      </Card>
      {creating && (
        <NewSourceDialog
          onClose={() => setCreating(false)}
          onCreated={({ name, secret }) => {
            keepSecret(name, secret);
            setCreating(false);
            void setOpenName(name);
          }}
        />
      )}
      {open && (
        <SourceDrawer
          key={open.name}
          source={open}
          secret={secrets[open.name]}
          onSecret={(secret) => keepSecret(open.name, secret)}
          onClose={() => setOpenName(null)}
        />
      )}
    </Page>
  );
}
