'use client';

import { useQuery } from '@tanstack/react-query';
import { Archive, Ban, ListChecks, RotateCw } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { BulkBar, type BulkBarAct } from '@/components/data/bulk/bulk-bar';
import { useSelection } from '@/components/data/bulk/use-selection';
import { FirstUse } from '@/components/data/list-states';
import { LiveRows } from '@/components/data/live-rows';
import { RecordList } from '@/components/data/record-list';
import { TOUCHED_BY_RUNS } from '@/components/data/run/run-queries';
import { useLiveList } from '@/components/data/use-live-list';
import { dispatcherChoicesQuery, RUNS } from '@/components/runs/queries';
import { RUN_FILTERS, toRunQuery, toRunWords } from '@/components/runs/run-filter';
import { RunFilterBar } from '@/components/runs/run-filter-bar';
import { RunPanel } from '@/components/runs/run-panel';
import { RunTable } from '@/components/runs/run-table';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

const ACTS: readonly BulkBarAct[] = [
  {
    verb: 'Retry',
    done: 'retried',
    path: '/api/v1/runs/retry',
    permission: 'RETRY_RUNS',
    icon: <RotateCw aria-hidden />,
    explanation:
      'Each is done again with its dispatcher and template as they are now. Mails go only to those who did not get them. Runs that have succeeded or are under way are left as they are.',
  },
  {
    verb: 'Cancel',
    done: 'canceled',
    path: '/api/v1/runs/cancel',
    permission: 'CANCEL_RUNS',
    icon: <Ban aria-hidden />,
    explanation:
      'Their mails will not be sent and their tasks will not run, unless somebody retries them. Runs that have ended or are under way are left as they are.',
    danger: true,
  },
  {
    verb: 'Discard',
    done: 'discarded',
    path: '/api/v1/runs/discard',
    explanation: 'Those that failed need nobody any more. The others are left as they are.',
    asksReason: true,
    danger: true,
    permission: 'CANCEL_RUNS',
    icon: <Archive aria-hidden />,
  },
];
const hrefOf = (id: string) => `/runs/${id}`;

/** Every action that followed from an event, live, with what came of it. */
export function RunsScreen() {
  const [filter, setFilter] = useQueryStates(RUN_FILTERS, { history: 'push' });
  const { status, type, dispatcher, action, text, time } = filter;
  // A range that ends now begins where it began when it was chosen: otherwise each render would be another list.
  const query = useMemo(
    () => toRunQuery({ status, type, dispatcher, action, text, time }, Date.now()),
    [status, type, dispatcher, action, text, time],
  );
  const dispatcherName = useDispatcherName(dispatcher);
  const list = useLiveList(RUNS, query);
  const selection = useSelection(query);
  const ids = list.rows.map((run) => run.id);
  return (
    <Page title="Runs" description="Every mail and task that an event brought about, or should have.">
      <RunFilterBar
        filter={filter}
        dispatcherName={dispatcherName}
        onChange={setFilter}
        onClear={() => setFilter(null)}
      />
      <Card aria-label="Runs" className="mt-3 overflow-clip">
        <RecordList
          what="run"
          ids={ids}
          hrefOf={hrefOf}
          detail={(id) => <RunPanel id={id} />}
          onEnd={list.pages.hasNextPage ? list.showOlder : undefined}
        >
          <LiveRows
            list={list}
            what="runs"
            isFiltered={query !== ''}
            onClearFilters={() => setFilter(null)}
            firstUse={
              <FirstUse
                Icon={ListChecks}
                title="No runs yet"
                action={
                  <Button asChild>
                    <Link href="/dispatchers">See the dispatchers</Link>
                  </Button>
                }
              >
                When an event comes in, each action of the dispatchers that listen to it becomes a run. Here you see
                what came of each, and do again what failed.
              </FirstUse>
            }
          >
            {(runs) => <RunTable runs={runs} selection={selection} />}
          </LiveRows>
        </RecordList>
        <BulkBar
          selection={selection}
          filter={query}
          countPath="/api/v1/runs/count"
          words={{ one: 'run', many: 'runs', matching: toRunWords(filter, dispatcherName) }}
          acts={ACTS}
          touches={TOUCHED_BY_RUNS}
        />
      </Card>
    </Page>
  );
}

/** The address has the id only. */
function useDispatcherName(id: string | null): string | undefined {
  const enabled = useCan('VIEW_DISPATCHERS') && id !== null;
  const found = useQuery({ ...dispatcherChoicesQuery(id ?? ''), enabled });
  return enabled ? found.data?.data.find((one) => one.id === id)?.name : undefined;
}
