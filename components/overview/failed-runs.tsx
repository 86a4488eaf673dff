import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { Card, CardHeader } from '@/components/ui/card';
import type { Run } from '@/lib/runs/schema';

/** The newest actions that failed, each with its reason, leading to the event. */
export function FailedRuns({ runs }: { runs: readonly Run[] }) {
  return (
    <Card aria-label="Newest failures" className="overflow-hidden">
      <CardHeader title="Newest failures" />
      {runs.length === 0 ? (
        <p className="flex items-center justify-center gap-2 px-4 py-10 text-muted">
          <CircleCheck aria-hidden className="size-5 text-success" /> Nothing failed. There is nothing to act on.
        </p>
      ) : (
        <FailedTable runs={runs} />
      )}
    </Card>
  );
}

function FailedTable({ runs }: { runs: readonly Run[] }) {
  return (
    <Table label="Newest failures">
      <thead>
        <tr>
          <HeadCell>Action</HeadCell>
          <HeadCell className="w-full max-sm:hidden">Reason</HeadCell>
          <HeadCell className="text-right">When</HeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id}>
            <Cell className="sm:min-w-40 sm:max-w-64">
              <Link href={`/events/${run.eventId}`} className={ROW_LINK}>
                <span className="flex items-center gap-1.5">
                  <ActionIcon type={run.actionType} className="size-4 shrink-0 text-faint" />
                  <span className="truncate">{run.actionName ?? ACTION_LOOKS[run.actionType].word}</span>
                </span>
              </Link>
              <p className="truncate text-muted text-xs">{run.eventType}</p>
              <p className="wrap-anywhere mt-0.5 line-clamp-2 sm:hidden">{toReason(run)}</p>
            </Cell>
            <Cell className="max-sm:hidden">
              <p className="wrap-anywhere line-clamp-2">{toReason(run)}</p>
            </Cell>
            <Cell className="text-right text-muted">
              <span className="relative">
                <RelativeTime timestamp={run.updateTimestamp} />
              </span>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function toReason(run: Run): string {
  return run.reason ?? run.problems[0]?.message ?? 'No reason is known.';
}
