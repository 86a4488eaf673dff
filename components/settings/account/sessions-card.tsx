'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { ownSessionsQuery, useEndOtherSessions, useEndOwnSession } from '@/components/settings/account/queries';
import { SessionList } from '@/components/settings/session-list';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';

export function SessionsCard() {
  const sessions = useQuery(ownSessionsQuery);
  const end = useEndOwnSession();
  const endOthers = useEndOtherSessions();
  const onError = (error: Error) => toast.error(error.message);
  const hasOthers = sessions.data?.some((session) => !session.current) ?? false;
  return (
    <Card aria-labelledby="sessions">
      <CardHeader title="Where you are signed in" id="sessions">
        {hasOthers && (
          <Button
            size="sm"
            busy={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, { onSuccess: () => toast.success('All other sessions have ended'), onError })
            }
          >
            End all others
          </Button>
        )}
      </CardHeader>
      <div className="px-4 py-1">
        {sessions.isPending && <LoadingRows label="sessions" rows={2} />}
        {sessions.isError && !sessions.data && <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />}
        {sessions.data && (
          <SessionList
            sessions={sessions.data}
            ending={end.isPending ? end.variables : undefined}
            onEnd={(id) => end.mutate(id, { onSuccess: () => toast.success('Session ended'), onError })}
          />
        )}
      </div>
    </Card>
  );
}
