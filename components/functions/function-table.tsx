'use client';

import { OctagonPause } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { EnabledSwitch } from '@/components/functions/enabled-switch';
import { KIND_LOOKS } from '@/components/functions/kinds';
import { Badge } from '@/components/ui/badge';
import { Tooltip } from '@/components/ui/tooltip';
import type { FunctionSummary } from '@/lib/functions/usage/schema';

/** What is counted no further than this reads "10,000+". */
const COUNTED_MOST = 10_000;

export function FunctionTable({ functions }: { functions: readonly FunctionSummary[] }) {
  return (
    <Table label="Functions">
      <thead>
        <tr>
          <HeadCell className="w-full">Function</HeadCell>
          <HeadCell className="max-sm:hidden">Runs</HeadCell>
          <HeadCell className="max-xl:hidden">Used by</HeadCell>
          <HeadCell className="max-md:hidden">Last run</HeadCell>
          <HeadCell className="text-right max-xl:hidden">Waiting</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Failed, 24 h</HeadCell>
          <HeadCell className="text-right">Enabled</HeadCell>
        </tr>
      </thead>
      <tbody>
        {functions.map((fn) => (
          <Row key={fn.name}>
            <Cell className="max-w-0">
              <Link href={`/functions/${fn.name}`} prefetch={false} className={`${ROW_LINK} block truncate`}>
                {fn.name}
              </Link>
              <p className="truncate text-muted text-xs">{fn.description || fn.target || KIND_LOOKS[fn.kind].about}</p>
            </Cell>
            <Cell className="whitespace-nowrap max-sm:hidden">
              <Kind fn={fn} />
            </Cell>
            <Cell className="tabular whitespace-nowrap text-muted max-xl:hidden">
              <Users fn={fn} />
            </Cell>
            <Cell className="whitespace-nowrap max-md:hidden">
              {fn.lastRun ? (
                <span className="relative flex items-center gap-2 text-muted">
                  <Status kind="task" value={fn.lastRun.status} />
                  <RelativeTime timestamp={fn.lastRun.at} />
                </span>
              ) : (
                <Dash />
              )}
            </Cell>
            <Cell className="tabular text-right max-xl:hidden">
              <Count value={fn.waiting} />
            </Cell>
            <Cell className="tabular text-right max-sm:hidden">
              <span className={fn.failures24h > 0 ? 'font-medium text-danger' : undefined}>
                <Count value={fn.failures24h} />
              </span>
            </Cell>
            <Cell className="whitespace-nowrap text-right">
              <span className="inline-flex items-center gap-2 align-middle">
                {!fn.enabled && <OffBadge pausedTimestamp={fn.pausedTimestamp} />}
                <EnabledSwitch fn={fn} />
              </span>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Kind({ fn }: { fn: FunctionSummary }) {
  const { word, Icon } = KIND_LOOKS[fn.kind];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <Icon aria-hidden className="size-4 text-faint" />
      {word}
      {fn.runtime && <span className="text-muted text-xs max-xl:hidden">{fn.runtime}</span>}
    </span>
  );
}

function Users({ fn: { dispatchers, schedules } }: { fn: FunctionSummary }) {
  if (dispatchers + schedules === 0) return <Dash />;
  const parts = [
    dispatchers > 0 && `${dispatchers.toLocaleString('en')} dispatcher${dispatchers === 1 ? '' : 's'}`,
    schedules > 0 && `${schedules.toLocaleString('en')} schedule${schedules === 1 ? '' : 's'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function Count({ value }: { value: number }) {
  if (value === 0) return <Dash />;
  return `${value.toLocaleString('en')}${value >= COUNTED_MOST ? '+' : ''}`;
}

/** Why a function does not run: somebody disabled it, or its target said that it is gone. */
export function OffBadge({ pausedTimestamp }: { pausedTimestamp: number | undefined }) {
  if (pausedTimestamp === undefined) return <Badge className="max-md:hidden">Disabled</Badge>;
  return (
    <Tooltip content="Its target answered 410 Gone, so it was switched off. Enable it once the target is back.">
      <button type="button" className="relative cursor-default rounded-sm">
        <Badge tone="warning">
          <OctagonPause aria-hidden /> Paused (410)
        </Badge>
      </button>
    </Tooltip>
  );
}
