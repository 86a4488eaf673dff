'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { ComboboxFilter } from '@/components/data/filters/combobox-filter';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { TimeFilter } from '@/components/data/filters/time-filter';
import { parseAsTimeRange, toTimeFilter } from '@/components/data/filters/time-range';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { allOf, holds, is } from '@/components/data/rql';
import { AuditEntryDrawer } from '@/components/settings/audit/audit-entry-drawer';
import { AuditTable } from '@/components/settings/audit/audit-table';
import { auditQuery } from '@/components/settings/audit/queries';
import { VerificationLine } from '@/components/settings/audit/verification-line';
import { ACT_OPTIONS, KIND_OPTIONS } from '@/components/settings/audit/words';
import { Section } from '@/components/settings/section';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

const FILTERS = { who: parseAsString, act: parseAsString, object: parseAsString, text: parseAsString };
const HOUR_MS = 3_600_000;

/** Who did what, when, from where; each row opens what it changed. */
export function AuditScreen() {
  const [{ time, open, ...filters }, set] = useQueryStates({ ...FILTERS, time: parseAsTimeRange, open: parseAsString });
  const { who, act, object, text } = filters;
  // By the hour: a filter that moves with every second would be another list each time.
  const now = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const filter = allOf(
    who && holds('actor', who),
    act && is('act', act),
    object && is('objectKind', object),
    text && `or(${holds('objectName', text)},${holds('text', text)},${is('objectId', text)})`,
    toTimeFilter(time, now),
  );
  const list = useInfiniteQuery(auditQuery(filter));
  const entries = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const actors = [...new Set(entries.map(({ actor }) => actor))].sort();
  const clear = () => void set({ who: null, act: null, object: null, text: null, time: null });
  return (
    <Section title="Audit log" description={<VerificationLine />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <FilterBar what="the audit log" isFiltered={filter !== ''} onClear={clear}>
          <TextFilter
            label="Text"
            placeholder="Name, id or change"
            value={text}
            onChange={(value) => void set({ text: value })}
          />
          <div className="max-sm:grow max-sm:basis-36 sm:[&>div]:w-40">
            <ComboboxFilter
              label="Who"
              placeholder="Everybody"
              value={who}
              options={actors.map((actor) => ({ value: actor }))}
              onChange={(value) => void set({ who: value })}
            />
          </div>
          <SelectFilter
            label="Act"
            allLabel="Every act"
            value={act}
            options={ACT_OPTIONS}
            onChange={(value) => void set({ act: value })}
          />
          <SelectFilter
            label="Object"
            allLabel="Every object"
            value={object}
            options={KIND_OPTIONS}
            onChange={(value) => void set({ object: value })}
          />
          <TimeFilter value={time} onChange={(value) => void set({ time: value })} />
        </FilterBar>
        <Card>{rows()}</Card>
      </div>
      {open !== null && <AuditEntryDrawer id={open} onClose={() => void set({ open: null })} />}
    </Section>
  );

  function rows() {
    if (list.isPending) return <LoadingRows label="the audit log" />;
    if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
    if (entries.length === 0 && !list.hasNextPage) {
      if (filter !== '') return <NoMatch what="entries" onClear={clear} />;
      return (
        <FirstUse Icon={ScrollText} title="Nothing happened yet">
          Every change, sign-in and refusal is told here.
        </FirstUse>
      );
    }
    return (
      <>
        <AuditTable entries={entries} openId={open} onOpen={(id) => void set({ open: id })} />
        {list.hasNextPage && (
          <div className="grid place-items-center border-t p-2">
            <Button variant="ghost" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older entries
            </Button>
          </div>
        )}
      </>
    );
  }
}
