'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { ChangesView } from '@/components/dispatchers/changes/changes-view';
import { describeChanges, hasChanges } from '@/components/dispatchers/changes/describe-changes';
import { revisionsQuery, templatesQuery } from '@/components/dispatchers/queries';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { Dispatcher, DispatcherRevision } from '@/lib/dispatchers/schema';

interface HistoryPanelProps {
  dispatcherId: string;
  canRestore: boolean;
  /** The form holds changes, which restoring an earlier state would replace. */
  isDirty: boolean;
  onRestore: (revision: Dispatcher) => void;
}

/** What the dispatcher was before: each change with its time, and the way back to it. */
export function HistoryPanel({ dispatcherId, canRestore, isDirty, onRestore }: HistoryPanelProps) {
  const history = useInfiniteQuery(revisionsQuery(dispatcherId));
  const [asked, setAsked] = useState<Dispatcher>();
  if (!history.data) {
    return (
      <Card>
        {history.error ? (
          <ErrorState error={history.error} onRetry={() => history.refetch()} />
        ) : (
          <LoadingRows label="the history" />
        )}
      </Card>
    );
  }
  const revisions = history.data.pages.flatMap((page) => page.data);
  return (
    <section aria-label="History" className="grid max-w-4xl gap-3">
      <ol className="grid gap-3">
        {revisions.map((revision, index) => (
          <Revision
            key={revision.id}
            revision={revision}
            before={revisions[index + 1]}
            isFirst={index === revisions.length - 1 && !history.hasNextPage}
            isNow={index === 0}
            onRestore={canRestore ? () => (isDirty ? setAsked : onRestore)(revision.definition) : undefined}
          />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          className="justify-self-start"
          busy={history.isFetchingNextPage}
          onClick={() => history.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title="Replace what you have not saved?"
        description="The form holds changes of yours. Restoring an earlier state takes their place; they are lost."
        confirmLabel="Replace them"
        onConfirm={() => {
          if (asked) onRestore(asked);
          setAsked(undefined);
        }}
      />
    </section>
  );
}

interface RevisionProps {
  revision: DispatcherRevision;
  before: DispatcherRevision | undefined;
  isFirst: boolean;
  isNow: boolean;
  onRestore: (() => void) | undefined;
}

function Revision({ revision, before, isFirst, isNow, onRestore }: RevisionProps) {
  const templates = useQuery(templatesQuery).data;
  const names = new Map(templates?.map(({ id = '', name }) => [id, name]));
  const changes = before && describeChanges(before.definition, revision.definition, names);
  return (
    <Card as="article" aria-label={isNow ? 'As it is now' : 'An earlier state'} className="min-w-0">
      <header className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-1.5">
        <span className="min-w-0 flex-1 font-medium">
          {isFirst ? 'Created' : 'Saved'} <RelativeTime timestamp={revision.creationTimestamp} />
          {revision.by && <span className="wrap-anywhere font-normal text-muted"> by {revision.by}</span>}
        </span>
        {isNow && <Badge tone="success">As it is now</Badge>}
        {!isNow && onRestore && (
          <Button size="sm" onClick={onRestore}>
            <RotateCcw aria-hidden /> Restore this one
          </Button>
        )}
      </header>
      {(changes || isFirst) && (
        <div className="border-t p-3">
          {isFirst && <p className="px-1 text-muted">{countActions(revision.definition)} at first.</p>}
          {changes && hasChanges(changes) && <ChangesView changes={changes} />}
          {changes && !hasChanges(changes) && (
            <p className="px-1 text-muted">Nothing changed: saved again as it was.</p>
          )}
        </div>
      )}
    </Card>
  );
}

function countActions({ actions }: Dispatcher): string {
  if (actions.length === 0) return 'Without actions';
  return actions.length === 1 ? 'One action' : `${actions.length} actions`;
}
