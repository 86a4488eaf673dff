'use client';

import { useQuery } from '@tanstack/react-query';
import { Archive, Ban, ListTodo, Play, RotateCcw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
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
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { TASK_FILTERS, type TaskFilter, toTaskQuery, toTaskWords } from '@/components/tasks/filter';
import { functionNamesQuery, TASKS } from '@/components/tasks/queries';
import { TaskDrawer } from '@/components/tasks/task-screen';
import { TaskTable } from '@/components/tasks/task-table';
import { TaskTabs } from '@/components/tasks/task-tabs';
import { Card } from '@/components/ui/card';
import { TASK_STATUSES } from '@/lib/tasks/constants';

/** Loaded when it is first opened: the list needs neither form nor editor. */
const RunFunctionDialog = dynamic(() =>
  import('@/components/tasks/run-function-dialog').then((module) => module.RunFunctionDialog),
);

const STATUS_OPTIONS = TASK_STATUSES.map((value) => ({ value, label: statusWord({ kind: 'task', value }) }));
const ACTS: readonly BulkBarAct[] = [
  {
    verb: 'Retry',
    done: 'retried',
    path: '/api/v1/tasks/retry',
    explanation:
      'Each is followed by a new task with the same data and the same idempotency key. A retry that waits starts at once. What is complete or under way is left as it is.',
    permission: 'RETRY_RUNS',
    icon: <RotateCcw aria-hidden />,
  },
  {
    verb: 'Cancel',
    done: 'canceled',
    path: '/api/v1/tasks/cancel',
    explanation: 'Those that have not started will not run. The others are left as they are.',
    danger: true,
    permission: 'CANCEL_TASKS',
    icon: <Ban aria-hidden />,
  },
  {
    verb: 'Discard',
    done: 'discarded',
    path: '/api/v1/tasks/discard',
    explanation: 'Those that failed need nobody any more. The others are left as they are.',
    asksReason: true,
    danger: true,
    permission: 'CANCEL_TASKS',
    icon: <Archive aria-hidden />,
  },
];

/** All tasks, live. */
export function TasksScreen() {
  const [filter, setFilter] = useQueryStates(TASK_FILTERS, { history: 'push' });
  const [running, setRunning] = useState(false);
  const { q, status, function: name, tag, time } = filter;
  // A range that ends now begins when it was asked for: the list does not begin anew with each second.
  const query = useMemo(
    () => toTaskQuery({ q, status, function: name, tag, time }, Date.now()),
    [q, status, name, tag, time],
  );
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const clear = () => setFilter({ q: null, status: null, function: null, tag: null, time: null });
  const runButton = (
    <AllowedButton permission="CREATE_TASKS" variant="primary" onClick={() => setRunning(true)}>
      <Play aria-hidden /> Run a function
    </AllowedButton>
  );
  return (
    <Page title="Tasks" description="Every call of a function, with its log and its result." actions={runButton}>
      <TaskTabs current="/tasks" />
      <TaskFilters filter={filter} isFiltered={isFiltered} onChange={setFilter} onClear={clear} />
      <TaskList filter={filter} query={query} isFiltered={isFiltered} onClear={clear} />
      {running && <RunFunctionDialog initialName={name ?? ''} onClose={() => setRunning(false)} />}
    </Page>
  );
}

interface TaskFiltersProps {
  filter: TaskFilter;
  isFiltered: boolean;
  onChange: (change: Partial<TaskFilter>) => void;
  onClear: () => void;
}

function TaskFilters({ filter, isFiltered, onChange, onClear }: TaskFiltersProps) {
  const functions = useQuery({ ...functionNamesQuery, enabled: useCan('VIEW_TASK_FUNCTIONS') });
  return (
    <FilterBar what="tasks" isFiltered={isFiltered} onClear={onClear}>
      <TextFilter
        label="Search tasks"
        placeholder="Text in the data"
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
        label="Function"
        placeholder="Every function"
        value={filter.function}
        options={(functions.data ?? []).map(({ name }) => ({ value: name }))}
        onChange={(name) => onChange({ function: name })}
      />
      <ComboboxFilter
        label="Tag"
        placeholder="Every tag"
        value={filter.tag}
        options={[]}
        onChange={(tag) => onChange({ tag })}
      />
      <TimeFilter value={filter.time} onChange={(time) => onChange({ time })} />
    </FilterBar>
  );
}

interface TaskListProps {
  filter: TaskFilter;
  query: string;
  isFiltered: boolean;
  onClear: () => void;
}

function TaskList({ filter, query, isFiltered, onClear }: TaskListProps) {
  const list = useLiveList(TASKS, query);
  const selection = useSelection(query);
  return (
    <Card aria-label="Tasks" className="mt-3 overflow-clip">
      <RecordList
        what="task"
        ids={list.rows.map((task) => task.id)}
        hrefOf={(id) => `/tasks/${id}`}
        detail={(id) => <TaskDrawer id={id} />}
        onEnd={list.pages.hasNextPage ? list.showOlder : undefined}
      >
        <LiveRows
          list={list}
          what="tasks"
          isFiltered={isFiltered}
          onClearFilters={onClear}
          firstUse={
            <FirstUse Icon={ListTodo} title="No tasks yet">
              A dispatcher with a task action makes one for each event it listens to. Schedules and services make them,
              too, and so can you: run a function.
            </FirstUse>
          }
        >
          {(tasks) => (
            <>
              <TaskTable tasks={tasks} selection={selection} />
              <BulkBar
                selection={selection}
                filter={query}
                countPath="/api/v1/tasks/count"
                words={{ one: 'task', many: 'tasks', matching: toTaskWords(filter) }}
                acts={ACTS}
                touches={['tasks', 'runs', 'events']}
              />
            </>
          )}
        </LiveRows>
      </RecordList>
    </Card>
  );
}
