'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, EllipsisVertical, Play, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { memo, useState } from 'react';
import { useFromDocument } from '@/components/data/from-document';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { DeleteDispatcherDialog } from '@/components/dispatchers/delete-dispatcher-dialog';
import { DispatcherEditor } from '@/components/dispatchers/dispatcher-editor';
import { toDispatcherValues } from '@/components/dispatchers/form-values';
import { dispatcherQuery, undoSave, useSaveDispatcher } from '@/components/dispatchers/queries';
import { offerUndo } from '@/components/dispatchers/undo-toast';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { SegmentedSwitch } from '@/components/ui/segmented-switch';
import type { Dispatcher } from '@/lib/dispatchers/schema';

const HistoryPanel = dynamic(() =>
  import('@/components/dispatchers/history/history-panel').then((module) => module.HistoryPanel),
);

interface EditDispatcherScreenProps {
  id: string;
  /** The dispatcher, when the server read it for the document. */
  read: Dispatcher | undefined;
}

export function EditDispatcherScreen({ id, read }: EditDispatcherScreenProps) {
  const dispatcher = useQuery({ ...dispatcherQuery(id), initialData: useFromDocument(read) });
  if (dispatcher.data) return <EditDispatcher stored={dispatcher.data} />;
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

const TABS = ['editor', 'history'] as const;
const TAB_OPTIONS = [
  { value: 'editor', label: 'Editor' },
  { value: 'history', label: 'History' },
] as const;

const EditDispatcher = memo(function EditDispatcher({ stored }: { stored: Dispatcher }) {
  const client = useQueryClient();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('editor'));
  const save = useSaveDispatcher(stored.id);
  const canUpdate = useCan('UPDATE_DISPATCHERS');
  return (
    <DispatcherEditor
      title={stored.name ?? stored.eventType}
      readOnly={!canUpdate}
      stored={stored}
      initial={toDispatcherValues(stored)}
      onSave={async (draft, base) => {
        const saved = await save.mutateAsync({ draft, guard: base?.updateTimestamp });
        offerUndo('Dispatcher saved', 'What was there before is back', async () => {
          if (base) await undoSave(client, base, saved);
        });
        return saved;
      }}
      actions={
        <>
          <SegmentedSwitch
            label="What is shown of the dispatcher"
            value={tab}
            options={TAB_OPTIONS}
            onChange={(value) => setTab(value === 'history' ? 'history' : null)}
          />
          <MoreMenu dispatcher={stored} />
        </>
      }
      onShowForm={() => setTab(null)}
      instead={
        tab === 'history'
          ? (restore, isDirty) => (
              <HistoryPanel dispatcherId={stored.id} canRestore={canUpdate} isDirty={isDirty} onRestore={restore} />
            )
          : undefined
      }
    />
  );
});

function MoreMenu({ dispatcher }: { dispatcher: Dispatcher }) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const canCreate = useCan('CREATE_DISPATCHERS');
  const canDelete = useCan('DELETE_DISPATCHERS');
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More for this dispatcher" variant="secondary">
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link href={`/runs?dispatcher=${dispatcher.id}`}>
            <Play aria-hidden /> Its runs
          </Link>
        </MenuItem>
        <MenuItem disabled={!canCreate} onSelect={() => router.push(`/dispatchers/new?copy=${dispatcher.id}`)}>
          <Copy aria-hidden /> Duplicate
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger disabled={!canDelete} onSelect={() => setDeleting(true)}>
          <Trash2 aria-hidden /> Delete
        </MenuItem>
      </Menu>
      <DeleteDispatcherDialog
        dispatcher={dispatcher}
        open={deleting}
        onOpenChange={setDeleting}
        onDeleted={() => router.push('/dispatchers')}
      />
    </>
  );
}
