'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { toBulkQuery, toCountWords } from '@/components/data/bulk/bulk-act';
import type { BulkVerb } from '@/components/data/bulk/bulk-dialog';
import type { SelectionState } from '@/components/data/bulk/use-selection';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import type { Permission } from '@/lib/auth/schema';
import { apiGet } from '@/lib/http/client';
import type { MatchCount } from '@/lib/runs/schema';

const BulkDialog = dynamic(() => import('@/components/data/bulk/bulk-dialog').then((module) => module.BulkDialog));

export interface BulkBarAct extends BulkVerb {
  permission: Permission;
  icon: ReactNode;
}

interface BulkBarProps {
  selection: SelectionState;
  /** RQL of the list; '' for all. */
  filter: string;
  /** `/api/v1/runs/count` */
  countPath: string;
  /** What they are called: `one` "run", `many` "runs"; `matching` says the filter: "failed runs of user_deleted". */
  words: { one: string; many: string; matching: string };
  acts: readonly BulkBarAct[];
  touches: readonly string[];
}

/** What can be done with the chosen rows, or with all that match; at the foot of the list as long as some are chosen. */
export function BulkBar({ selection, filter, countPath, words, acts, touches }: BulkBarProps) {
  const [act, setAct] = useState<BulkBarAct>();
  const { selection: chosen } = selection;
  const matching = useQuery({
    queryKey: [touches[0], 'count', filter],
    queryFn: ({ signal }) => apiGet<MatchCount>(`${countPath}?${filter}`, signal),
    enabled: chosen.kind !== 'none',
    staleTime: 0,
  });
  if (chosen.kind === 'none') return null;
  const all = chosen.kind === 'all';
  const count = all ? matching.data : { count: chosen.ids.length, complete: true };
  // All that match are shown, and all of them are chosen: then the sentence may say what they are.
  const isWhole = all || (matching.data?.complete && matching.data.count === chosen.ids.length);
  const noun = (n: MatchCount) => (n.count === 1 && n.complete ? words.one : words.many);
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-20 mx-3 my-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-raised px-3 py-2 shadow-pop"
    >
      <span className="tabular flex min-h-8 items-center font-medium">
        {count ? `${toCountWords(count)} ${noun(count)} selected` : 'Counting …'}
      </span>
      {!all && matching.data && matching.data.count > chosen.ids.length && (
        <Button variant="ghost" onClick={selection.selectAll}>
          Select all {toCountWords(matching.data)} that match
        </Button>
      )}
      <span className="flex-1" />
      {acts.map((one) => (
        <AllowedButton
          key={one.verb}
          permission={one.permission}
          disabled={!count || count.count === 0}
          onClick={() => setAct(one)}
        >
          {one.icon} {one.verb}
        </AllowedButton>
      ))}
      <IconButton label="Clear the selection" onClick={selection.clear}>
        <X aria-hidden />
      </IconButton>
      {act && count && (
        <BulkDialog
          act={act}
          query={toBulkQuery(filter, all ? undefined : chosen.ids)}
          count={count}
          words={isWhole ? words.matching : `selected ${noun(count)}`}
          touches={touches}
          onClose={() => {
            setAct(undefined);
            selection.clear();
          }}
        />
      )}
    </section>
  );
}
