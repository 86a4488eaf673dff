'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, FirstUse, LoadingRows } from '@/components/data/list-states';
import { useCan } from '@/components/session/permissions';
import { Section } from '@/components/settings/section';
import { tokenListQuery } from '@/components/settings/tokens/queries';
import { TokenTable } from '@/components/settings/tokens/token-table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

const CreateTokenDialog = dynamic(() =>
  import('@/components/settings/tokens/create-token-dialog').then((module) => module.CreateTokenDialog),
);

export function TokensScreen() {
  const [creating, setCreating] = useState(false);
  const seesAll = useCan('MANAGE_TOKENS');
  return (
    <Section
      title="API tokens"
      description={
        seesAll
          ? 'For services that call the API: each may do what was chosen for it, and never more than its maker.'
          : 'Your own. Who holds MANAGE_TOKENS sees those of everybody.'
      }
      actions={
        <AllowedButton permission="MANAGE_TOKENS" variant="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden /> New token
        </AllowedButton>
      }
    >
      <Card aria-label="API tokens" className="overflow-clip">
        <TokenList />
      </Card>
      {creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}

function TokenList() {
  const list = useInfiniteQuery(tokenListQuery);
  if (list.isPending) return <LoadingRows label="API tokens" />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const tokens = list.data.pages.flatMap((page) => page.data);
  if (tokens.length === 0) {
    return (
      <FirstUse Icon={KeyRound} title="No API tokens yet">
        A service sends its token with each request. Give every service one of its own, with as little as it needs: then
        each can be revoked without disturbing the others.
      </FirstUse>
    );
  }
  return (
    <>
      <TokenTable tokens={tokens} />
      {list.hasNextPage && (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more tokens
          </Button>
        </div>
      )}
    </>
  );
}
