'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { eventQuery } from '@/components/data/event-queries';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { DispatcherEditor } from '@/components/dispatchers/dispatcher-editor';
import { emptyDispatcher } from '@/components/dispatchers/form-values';
import { useSaveDispatcher } from '@/components/dispatchers/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';

interface NewDispatcherScreenProps {
  eventType: string | undefined;
  /** Id of the event to begin from: its type is filled in and it is what the preview shows. */
  fromEvent: string | undefined;
}

export function NewDispatcherScreen({ eventType, fromEvent }: NewDispatcherScreenProps) {
  const router = useRouter();
  const save = useSaveDispatcher();
  const event = useQuery({ ...eventQuery(fromEvent ?? ''), enabled: fromEvent !== undefined });
  if (fromEvent !== undefined && !event.data) {
    return (
      <Page title="New dispatcher" back={{ href: '/dispatchers', label: 'Dispatchers' }}>
        <Card>
          {event.error ? (
            <ErrorState error={event.error} onRetry={() => event.refetch()} />
          ) : (
            <LoadingRows label="the event" />
          )}
        </Card>
      </Page>
    );
  }
  return (
    <DispatcherEditor
      title="New dispatcher"
      submitLabel="Create dispatcher"
      initial={emptyDispatcher(event.data?.event.type ?? eventType)}
      initialEvent={event.data?.event}
      onSave={async (input) => {
        const saved = await save.mutateAsync(input);
        toast.success('Dispatcher created');
        router.push(`/dispatchers/${saved.id}`);
        return saved;
      }}
    />
  );
}
