'use client';

import { useQuery } from '@tanstack/react-query';
import { Archive, Ban, Mail, RotateCcw } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { BulkBar, type BulkBarAct } from '@/components/data/bulk/bulk-bar';
import { useSelection } from '@/components/data/bulk/use-selection';
import { ComboboxFilter } from '@/components/data/filters/combobox-filter';
import { FilterBar } from '@/components/data/filters/filter-bar';
import { SelectFilter } from '@/components/data/filters/select-filter';
import { TextFilter } from '@/components/data/filters/text-filter';
import { TimeFilter } from '@/components/data/filters/time-filter';
import { FirstUse } from '@/components/data/list-states';
import { LiveRows } from '@/components/data/live-rows';
import { RecordList } from '@/components/data/record-list';
import { statusWord } from '@/components/data/status';
import { useLiveList } from '@/components/data/use-live-list';
import { MAIL_FILTERS, type MailFilter, toMailQuery, toMailWords, toUnmadeQuery } from '@/components/mails/filter';
import { MailDrawer } from '@/components/mails/mail-screen';
import { MailTable } from '@/components/mails/mail-table';
import { MAILS, templateNamesQuery } from '@/components/mails/queries';
import { UnmadeMails } from '@/components/mails/unmade-mails';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { MAIL_STATUSES } from '@/lib/mail/constants';

const STATUS_OPTIONS = MAIL_STATUSES.map((value) => ({ value, label: statusWord({ kind: 'mail', value }) }));
const ACTS: readonly BulkBarAct[] = [
  {
    verb: 'Send again',
    done: 'queued again',
    path: '/api/v1/mails/retry',
    explanation:
      'Each goes once more to those of its recipients who did not get it, under the same Message-ID. What was sent or waits for its first attempt is left as it is.',
    permission: 'RETRY_RUNS',
    icon: <RotateCcw aria-hidden />,
  },
  {
    verb: 'Cancel',
    done: 'canceled',
    path: '/api/v1/mails/cancel',
    explanation: 'Those that wait are not sent to anybody who has not got them yet. The others are left as they are.',
    danger: true,
    permission: 'CANCEL_RUNS',
    icon: <Ban aria-hidden />,
  },
  {
    verb: 'Discard',
    done: 'discarded',
    path: '/api/v1/mails/discard',
    explanation: 'Those that failed need nobody any more. The others are left as they are.',
    asksReason: true,
    danger: true,
    permission: 'CANCEL_RUNS',
    icon: <Archive aria-hidden />,
  },
];

/** All mails, live: those that were sent, those that wait, and those that nobody got. */
export function MailsScreen() {
  const [filter, setFilter] = useQueryStates(MAIL_FILTERS, { history: 'push' });
  const { q, status, template, time } = filter;
  // A range that ends now begins when it was asked for: the list does not begin anew with each second.
  const asked = useMemo(() => ({ now: Date.now(), q, status, template, time }), [q, status, template, time]);
  const query = toMailQuery(asked, asked.now);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const clear = () => setFilter({ q: null, status: null, template: null, time: null });
  return (
    <Page title="Mails" description="Every mail with what became of it, recipient by recipient.">
      <MailFilters filter={filter} isFiltered={isFiltered} onChange={setFilter} onClear={clear} />
      <UnmadeMails query={toUnmadeQuery(asked, asked.now)} />
      <MailList filter={filter} query={query} isFiltered={isFiltered} onClear={clear} />
    </Page>
  );
}

interface MailFiltersProps {
  filter: MailFilter;
  isFiltered: boolean;
  onChange: (change: Partial<MailFilter>) => void;
  onClear: () => void;
}

function MailFilters({ filter, isFiltered, onChange, onClear }: MailFiltersProps) {
  const mayViewTemplates = useCan('VIEW_TEMPLATES');
  const templates = useQuery({ ...templateNamesQuery, enabled: mayViewTemplates });
  return (
    <FilterBar what="mails" isFiltered={isFiltered} onClear={onClear}>
      <TextFilter
        label="Search mails"
        placeholder="Address, subject, event"
        value={filter.q}
        onChange={(q) => onChange({ q })}
      />
      <SelectFilter
        label="Status"
        allLabel="Every status"
        value={filter.status}
        options={STATUS_OPTIONS}
        onChange={(status) => onChange({ status })}
      />
      <ComboboxFilter
        label="Template"
        placeholder="Every template"
        value={filter.template}
        options={(templates.data ?? []).map((name) => ({ value: name }))}
        onChange={(template) => onChange({ template })}
      />
      <TimeFilter value={filter.time} onChange={(time) => onChange({ time })} />
    </FilterBar>
  );
}

interface MailListProps {
  filter: MailFilter;
  query: string;
  isFiltered: boolean;
  onClear: () => void;
}

function MailList({ filter, query, isFiltered, onClear }: MailListProps) {
  const list = useLiveList(MAILS, query);
  const selection = useSelection(query);
  return (
    <Card aria-label="Mails" className="mt-3 overflow-clip">
      <RecordList
        what="mail"
        ids={list.rows.map((mail) => mail.id)}
        hrefOf={(id) => `/mails/${id}`}
        detail={(id) => <MailDrawer id={id} />}
        onEnd={list.pages.hasNextPage ? list.showOlder : undefined}
      >
        <LiveRows
          list={list}
          what="mails"
          isFiltered={isFiltered}
          onClearFilters={onClear}
          firstUse={
            <FirstUse Icon={Mail} title="No mails yet">
              A dispatcher with a mail action sends one for each event it listens to. Services can send mails, too: POST
              /mail/v1.
            </FirstUse>
          }
        >
          {(mails) => (
            <>
              <MailTable mails={mails} selection={selection} />
              <BulkBar
                selection={selection}
                filter={query}
                countPath="/api/v1/mails/count"
                words={{ one: 'mail', many: 'mails', matching: toMailWords(filter) }}
                acts={ACTS}
                touches={['mails', 'runs', 'events']}
              />
            </>
          )}
        </LiveRows>
      </RecordList>
    </Card>
  );
}
