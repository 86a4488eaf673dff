'use client';

import { ArrowDown, ArrowUp, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { ActionSummary } from '@/components/dispatchers/list/action-summary';
import { EnabledSwitch } from '@/components/dispatchers/list/enabled-switch';
import type { ListState } from '@/components/dispatchers/list/list-state';
import { RowMenu } from '@/components/dispatchers/list/row-menu';
import { Sparkline } from '@/components/dispatchers/list/sparkline';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { NearLink } from '@/components/ui/near-link';
import type { DispatcherSort, DispatcherSummary } from '@/lib/dispatchers/schema';

const SHOWN_TAGS = 2;

interface DispatcherTableProps {
  dispatchers: readonly DispatcherSummary[];
  /** When they were loaded, epoch milliseconds. */
  countedAt: number;
  state: ListState;
}

export function DispatcherTable({ dispatchers, countedAt, state }: DispatcherTableProps) {
  return (
    <Table label="Dispatchers">
      <thead>
        <tr>
          <SortHead sort="name" state={state} className="w-full">
            Dispatcher
          </SortHead>
          <HeadCell className="max-sm:hidden">Actions</HeadCell>
          <HeadCell className="max-xl:hidden">Tags</HeadCell>
          <HeadCell className="max-md:hidden">24 hours</HeadCell>
          <SortHead sort="lastFired" state={state} className="max-sm:hidden">
            Last fired
          </SortHead>
          <SortHead sort="failures" state={state} className="text-right max-md:hidden">
            Failed
          </SortHead>
          <HeadCell className="text-right">Enabled</HeadCell>
          <HeadCell className="relative">
            <span className="sr-only">More</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {dispatchers.map((dispatcher) => (
          <DispatcherRow key={dispatcher.id} dispatcher={dispatcher} countedAt={countedAt} />
        ))}
      </tbody>
    </Table>
  );
}

interface DispatcherRowProps {
  dispatcher: DispatcherSummary;
  countedAt: number;
}

/** Rows stay as they are while a filter is typed or the order is changed: there are many, and each is a good deal of work. */
const DispatcherRow = memo(function DispatcherRow({ dispatcher, countedAt }: DispatcherRowProps) {
  const { id, name, eventType, tags, hours, failures24h } = dispatcher;
  return (
    <Row>
      <Cell className="min-w-40 max-w-0">
        <NearLink href={`/dispatchers/${id}`} className={ROW_LINK}>
          <span className="block truncate" title={name ?? eventType}>
            {name ?? eventType}
          </span>
        </NearLink>
        {name && <p className="truncate text-muted text-xs">{eventType}</p>}
        <Suspicion dispatcher={dispatcher} />
        <div className="mt-1 flex flex-wrap items-center gap-x-3 text-muted text-xs sm:hidden">
          <ActionSummary actions={dispatcher.actions} />
          <LastFired dispatcher={dispatcher} />
        </div>
      </Cell>
      <Cell className="max-sm:hidden">
        <ActionSummary actions={dispatcher.actions} />
      </Cell>
      <Cell className="max-xl:hidden">
        <Tags tags={tags} />
      </Cell>
      <Cell className="max-md:hidden">
        <Sparkline hours={hours} countedAt={countedAt} />
      </Cell>
      <Cell className="whitespace-nowrap text-muted max-sm:hidden">
        <LastFired dispatcher={dispatcher} />
      </Cell>
      <Cell className="tabular text-right max-md:hidden">
        {failures24h === 0 ? (
          <Dash />
        ) : (
          <Link
            href={`/runs?dispatcher=${id}&status=failed`}
            className="relative rounded-sm font-medium text-danger underline underline-offset-2"
            aria-label={`${failures24h} failed in the last 24 hours: show them`}
          >
            {failures24h.toLocaleString('en')}
          </Link>
        )}
      </Cell>
      <Cell className="text-right">
        <EnabledSwitch dispatcher={dispatcher} />
      </Cell>
      <Cell className="pl-0">
        <RowMenu dispatcher={dispatcher} />
      </Cell>
    </Row>
  );
});

/** A type that never arrived is probably misspelt: says which one was meant. */
function Suspicion({ dispatcher: { suggestions, eventType } }: { dispatcher: DispatcherSummary }) {
  const [first] = suggestions;
  if (first === undefined) return null;
  return (
    <p className="mt-0.5 flex min-w-0 items-start gap-1 whitespace-normal text-warning text-xs">
      <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="wrap-anywhere">
        No “{eventType}” event ever arrived. Did you mean <strong className="font-medium">{first}</strong>?
      </span>
    </p>
  );
}

function LastFired({ dispatcher: { lastFiredAt } }: { dispatcher: DispatcherSummary }) {
  if (lastFiredAt === undefined) return <Badge tone="warning">Never</Badge>;
  return (
    <span className="relative">
      <RelativeTime timestamp={lastFiredAt} />
    </span>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <Dash />;
  return (
    <span className="flex gap-1" title={tags.join(', ')}>
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <span key={tag} className="inline-flex max-w-28">
          <Badge>
            <span className="truncate">{tag}</span>
          </Badge>
        </span>
      ))}
      {tags.length > SHOWN_TAGS && <Badge>+{tags.length - SHOWN_TAGS}</Badge>}
    </span>
  );
}

interface SortHeadProps {
  sort: DispatcherSort;
  state: ListState;
  className: string;
  children: ReactNode;
}

/** A column that the list can be sorted by; once more turns the order round. */
function SortHead({ sort, state: { request, sortBy }, className, children }: SortHeadProps) {
  const isSorted = request.sort === sort;
  const Arrow = request.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <HeadCell
      aria-sort={isSorted ? (request.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={className}
    >
      <button
        type="button"
        onClick={() => sortBy(sort)}
        className={cx(
          'inline-flex items-center gap-1 rounded-sm align-middle hover:text-ink',
          // The arrow stands inside, so that the words stand above what they are about.
          className.includes('text-right') && 'flex-row-reverse',
          isSorted && 'text-ink',
        )}
      >
        {children}
        <Arrow aria-hidden className={cx('size-3', !isSorted && 'invisible')} />
      </button>
    </HeadCell>
  );
}
