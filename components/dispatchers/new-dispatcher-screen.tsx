'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { eventQuery } from '@/components/data/event-queries';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { DispatcherEditor } from '@/components/dispatchers/dispatcher-editor';
import { emptyDispatcher, toCopy } from '@/components/dispatchers/form-values';
import { dispatcherQuery, useSaveDispatcher } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';

interface NewDispatcherScreenProps {
  eventType: string | undefined;
  /** Id of the event to begin from: its type is filled in and it is what the preview shows. */
  fromEvent: string | undefined;
  /** Id of the dispatcher to begin with a copy of. */
  copyOf: string | undefined;
}

export function NewDispatcherScreen({ eventType, fromEvent, copyOf }: NewDispatcherScreenProps) {
  const router = useRouter();
  const save = useSaveDispatcher();
  const canCreate = useCan('CREATE_DISPATCHERS');
  const event = useQuery({ ...eventQuery(fromEvent ?? ''), enabled: fromEvent !== undefined });
  const original = useQuery({ ...dispatcherQuery(copyOf ?? ''), enabled: copyOf !== undefined });
  const needed = fromEvent !== undefined ? event : copyOf !== undefined ? original : undefined;
  if (needed && !needed.data) {
    return (
      <Page title="New dispatcher" back={{ href: '/dispatchers', label: 'Dispatchers' }}>
        <Card>
          {needed.error ? (
            <ErrorState error={needed.error} onRetry={() => needed.refetch()} />
          ) : (
            <LoadingRows label={fromEvent === undefined ? 'the dispatcher' : 'the event'} />
          )}
        </Card>
      </Page>
    );
  }
  return (
    <DispatcherEditor
      title="New dispatcher"
      readOnly={!canCreate}
      initial={original.data ? toCopy(original.data) : emptyDispatcher(event.data?.event.type ?? eventType)}
      initialEvent={event.data?.event}
      onSave={async (draft) => {
        const saved = await save.mutateAsync({ draft });
        toast.success('Dispatcher created');
        router.push(`/dispatchers/${saved.id}`);
        return saved;
      }}
    />
  );
}
