'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { ActionIcon } from '@/components/data/action-icon';
import { AllowedButton } from '@/components/data/allowed-button';
import { DiscardButton } from '@/components/data/discard/discard-button';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { undeliveredQuery, useRetry } from '@/components/overview/queries';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { Undelivered, UndeliveredList } from '@/lib/undelivered/schema';

const PAGES = { run: '/runs', mail: '/mails', task: '/tasks' } as const;

/** What never got delivered, each with its reason and a way out. */
export function UndeliveredCard() {
  const query = useQuery(undeliveredQuery);
  return (
    <Card aria-labelledby="undelivered" className="overflow-hidden">
      <CardHeader id="undelivered" title="Never delivered">
        {query.data && query.data.runs.count > 0 && (
          <Button asChild>
            <Link href="/runs?status=failed">{toAllLabel(query.data)}</Link>
          </Button>
        )}
      </CardHeader>
      <Content query={query} />
    </Card>
  );
}

function Content({ query }: { query: ReturnType<typeof useQuery<UndeliveredList>> }) {
  if (query.isPending) return <LoadingRows label="what never got delivered" rows={3} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (query.data.data.length > 0) return <UndeliveredTable rows={query.data.data} />;
  return (
    <p className="flex items-center justify-center gap-2 px-4 py-8 text-muted">
      <CircleCheck aria-hidden className="size-5 text-success" /> Everything was delivered. There is nothing to act on.
    </p>
  );
}

function UndeliveredTable({ rows }: { rows: readonly Undelivered[] }) {
  return (
    <Table label="Never delivered">
      <thead>
        <tr>
          <HeadCell>What</HeadCell>
          <HeadCell className="w-full max-sm:hidden">Why</HeadCell>
          <HeadCell className="text-right max-sm:hidden">When</HeadCell>
          <HeadCell>
            <span className="sr-only">What to do</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <UndeliveredRow key={row.id} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function UndeliveredRow({ row }: { row: Undelivered }) {
  const retry = useRetry();
  const type = (row.actionType ?? row.kind) === 'mail' ? 'mail' : 'task';
  const reason = row.reason ?? 'No reason is known.';
  const onRetry = () =>
    retry.mutate(row, {
      onSuccess: () => toast.success(`Retrying “${row.title}”`),
      onError: (error) => toast.error(error.message),
    });
  return (
    <Row>
      <Cell className="max-w-0 sm:min-w-44 sm:max-w-72">
        <Link href={`${PAGES[row.kind]}/${row.id}`} className={ROW_LINK}>
          <span className="flex items-center gap-1.5">
            <ActionIcon type={type} className="size-4 shrink-0 text-faint" />
            <span className="truncate">{row.title}</span>
          </span>
        </Link>
        {row.eventType !== undefined && row.eventType !== row.title && (
          <p className="truncate text-muted text-xs">{row.eventType}</p>
        )}
        <p className="wrap-anywhere mt-0.5 line-clamp-2 text-muted sm:hidden">{reason}</p>
      </Cell>
      <Cell className="max-sm:hidden">
        <p className="wrap-anywhere line-clamp-2">{reason}</p>
      </Cell>
      <Cell className="text-right text-muted max-sm:hidden">
        <span className="relative">
          <RelativeTime timestamp={row.at} />
        </span>
      </Cell>
      <Cell className="w-0">
        <span className="relative inline-flex gap-1.5 max-sm:flex-col max-sm:items-stretch">
          <AllowedButton
            permission="RETRY_RUNS"
            size="sm"
            busy={retry.isPending}
            onClick={onRetry}
            aria-label={`Retry ${row.title}`}
          >
            <RotateCcw aria-hidden /> Retry
          </AllowedButton>
          <DiscardButton kind={row.kind} id={row.id} title={row.title} size="sm" />
        </span>
      </Cell>
    </Row>
  );
}

function toAllLabel({ runs: { count, complete } }: UndeliveredList): string {
  const number = `${count.toLocaleString('en')}${complete ? '' : '+'}`;
  return count === 1 ? 'Show the failed run' : `Show all ${number} failed runs`;
}
