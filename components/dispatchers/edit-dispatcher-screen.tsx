'use client';

import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { DeleteDispatcherDialog } from '@/components/dispatchers/delete-dispatcher-dialog';
import { DispatcherEditor } from '@/components/dispatchers/dispatcher-editor';
import { toDispatcherValues } from '@/components/dispatchers/form-values';
import { dispatcherQuery, useSaveDispatcher } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import type { Dispatcher } from '@/lib/dispatchers/schema';

export function EditDispatcherScreen({ id }: { id: string }) {
  const dispatcher = useQuery(dispatcherQuery(id));
  if (dispatcher.data) return <EditDispatcher dispatcher={dispatcher.data} />;
  return (
    <Page title="Dispatcher" back={{ href: '/dispatchers', label: 'Dispatchers' }}>
      <Card>
        {dispatcher.error ? (
          <ErrorState error={dispatcher.error} onRetry={() => dispatcher.refetch()} />
        ) : (
          <LoadingRows label="the dispatcher" />
        )}
      </Card>
    </Page>
  );
}

function EditDispatcher({ dispatcher }: { dispatcher: Dispatcher }) {
  const [deleting, setDeleting] = useState(false);
  const save = useSaveDispatcher(dispatcher.id);
  const canUpdate = useCan('UPDATE_DISPATCHERS');
  const canDelete = useCan('DELETE_DISPATCHERS');
  return (
    <>
      <DispatcherEditor
        title={dispatcher.name ?? dispatcher.eventType}
        submitLabel="Save"
        readOnly={!canUpdate}
        isStored
        initial={toDispatcherValues(dispatcher)}
        onSave={async (input) => {
          const saved = await save.mutateAsync(input);
          toast.success('Dispatcher saved');
          return saved;
        }}
        actions={
          canDelete && (
            <IconButton label="Delete dispatcher" variant="secondary" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden />
            </IconButton>
          )
        }
      />
      <DeleteDispatcherDialog dispatcher={dispatcher} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}
