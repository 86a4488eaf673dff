'use client';

import { CopyButton } from '@/components/data/copy-button';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { OverlapBadge } from '@/components/sources/overlap-badge';
import { toAddress } from '@/components/sources/to-address';
import { cx } from '@/components/ui/cx';
import type { SourceSummary } from '@/lib/sources/schema';

interface SourceTableProps {
  sources: readonly SourceSummary[];
  open: string | null;
  onOpen: (name: string) => void;
}

export function SourceTable({ sources, open, onOpen }: SourceTableProps) {
  return (
    <Table label="Sources">
      <thead>
        <tr>
          <HeadCell className="w-full lg:w-2/5">Source</HeadCell>
          <HeadCell className="w-3/5 max-lg:hidden">Address</HeadCell>
          <HeadCell className="max-sm:hidden">Secret</HeadCell>
          <HeadCell className="whitespace-nowrap text-right">Events, 24 h</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Last event</HeadCell>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <Row
            key={source.name}
            aria-current={source.name === open || undefined}
            className={cx(source.name === open && 'bg-accent-soft!')}
          >
            <Cell className="max-w-0">
              <button
                type="button"
                className={`${ROW_LINK} block max-w-full truncate text-left`}
                onClick={() => onOpen(source.name)}
              >
                {source.name}
              </button>
              {source.description && <p className="truncate text-muted text-xs">{source.description}</p>}
            </Cell>
            <Cell className="max-w-0 max-lg:hidden">
              <span className="flex items-center gap-1">
                <span className="wrap-anywhere font-mono text-muted text-xs">{toAddress(source.name)}</span>
                <span className="relative">
                  <CopyButton text={toAddress(source.name)} label={`Copy the address of ${source.name}`} />
                </span>
              </span>
            </Cell>
            <Cell className="whitespace-nowrap max-sm:hidden">
              <span className="flex items-center gap-2">
                <MaskedSecret lastFour={source.secretLastFour} />
                <OverlapBadge until={source.previousSecretUntil} />
              </span>
            </Cell>
            <Cell className="tabular text-right">
              {source.hours.reduce((sum, count) => sum + count, 0).toLocaleString('en')}
            </Cell>
            <Cell className="text-right text-muted max-sm:hidden">
              {source.lastEventAt === undefined ? (
                <Dash />
              ) : (
                <span className="relative">
                  <RelativeTime timestamp={source.lastEventAt} />
                </span>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** What is known of a secret: how it ends. */
export function MaskedSecret({ lastFour }: { lastFour: string }) {
  return (
    <span className="font-mono text-muted text-xs">
      <span aria-hidden>••••</span>
      <span className="sr-only">ends with </span>
      {lastFour}
    </span>
  );
}
