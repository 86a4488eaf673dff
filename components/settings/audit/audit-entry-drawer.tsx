'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Fact, Facts } from '@/components/data/facts';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Dash } from '@/components/data/table';
import { auditEntryQuery } from '@/components/settings/audit/queries';
import { actWords } from '@/components/settings/audit/words';
import { Changes } from '@/components/settings/changes';
import { Drawer } from '@/components/ui/drawer';
import { IconButton } from '@/components/ui/icon-button';
import type { AuditEntry } from '@/lib/audit/schema';

/** One entry of the audit log, with all that it changed. */
export function AuditEntryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const entry = useQuery(auditEntryQuery(id));
  return (
    <Drawer title="The entry" onClose={onClose} onClosed={() => focusRow(id)}>
      <div className="flex h-12 shrink-0 items-center border-b bg-surface px-2">
        <span className="flex-1" />
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {entry.isPending && <LoadingRows label="the entry" />}
        {entry.isError && <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />}
        {entry.data && <Entry entry={entry.data} />}
      </div>
    </Drawer>
  );
}

/** Back to where it was opened from. */
function focusRow(id: string): void {
  document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}

function Entry({ entry }: { entry: AuditEntry }) {
  const object = [entry.objectKind, entry.objectName ?? entry.objectId].filter(Boolean).join(' ');
  return (
    <div className="grid gap-5">
      <h2 className="wrap-anywhere font-semibold text-lg">
        {entry.actor} {actWords(entry.act)} {object}
      </h2>
      <Facts>
        <Fact name="When">
          <RelativeTime timestamp={entry.creationTimestamp} />
        </Fact>
        <Fact name="From">{entry.address ?? <Dash />}</Fact>
        <Fact name="By">
          {entry.operation ? <code className="wrap-anywhere text-xs">{entry.operation}</code> : <Dash />}
        </Fact>
        {entry.objectId && (
          <Fact name="Object id">
            <code className="text-xs">{entry.objectId}</code>
          </Fact>
        )}
        <Fact name="Request">
          {entry.requestId ? <code className="wrap-anywhere text-xs">{entry.requestId}</code> : <Dash />}
        </Fact>
        <Fact name="Entry">no. {entry.sequence}</Fact>
      </Facts>
      {entry.changes.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-semibold">What changed</h3>
          <Changes changes={entry.changes} label="What changed" />
        </section>
      )}
    </div>
  );
}
