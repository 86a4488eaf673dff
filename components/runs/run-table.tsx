import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { SelectCell, SelectHeadCell } from '@/components/data/bulk/select-cells';
import type { SelectionState } from '@/components/data/bulk/use-selection';
import { RecordLink, RecordRow } from '@/components/data/record-list';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Cell, Dash, HeadCell, Table } from '@/components/data/table';
import type { Run } from '@/lib/runs/schema';

export function RunTable({ runs, selection }: { runs: readonly Run[]; selection: SelectionState }) {
  const shown = runs.map((run) => run.id);
  return (
    <Table label="Runs">
      <thead>
        <tr>
          <SelectHeadCell selection={selection} shown={shown} />
          <HeadCell className="w-2/5 max-md:w-full">Action</HeadCell>
          <HeadCell className="max-sm:text-right">Status</HeadCell>
          <HeadCell className="w-3/5 max-md:hidden">Reason</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Began</HeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RecordRow key={run.id} id={run.id}>
            <SelectCell selection={selection} shown={shown} id={run.id} name={`run ${run.id}`} />
            <Cell className="max-w-0">
              <RecordLink id={run.id}>
                <span className="flex min-w-0 items-center gap-1.5">
                  <ActionIcon type={run.actionType} className="size-4 shrink-0 text-faint" />
                  <span className="truncate">{run.actionName ?? ACTION_LOOKS[run.actionType].word}</span>
                </span>
              </RecordLink>
              <p className="truncate text-muted text-xs">
                {run.eventType}
                {run.dispatcherName && <span className="text-faint"> · {run.dispatcherName}</span>}
              </p>
              <p className="relative w-fit text-muted text-xs sm:hidden">
                <RelativeTime timestamp={run.creationTimestamp} />
              </p>
            </Cell>
            <Cell className="max-sm:text-right">
              <Status kind="run" value={run.status} />
            </Cell>
            <Cell className="max-w-0 max-md:hidden">
              {run.reason ? <p className="truncate text-muted">{run.reason}</p> : <Dash />}
            </Cell>
            <Cell className="text-right text-muted max-sm:hidden">
              <span className="relative">
                <RelativeTime timestamp={run.creationTimestamp} />
              </span>
            </Cell>
          </RecordRow>
        ))}
      </tbody>
    </Table>
  );
}
