'use client';

import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, FirstUse, LoadingRows } from '@/components/data/list-states';
import { Pager } from '@/components/data/pager';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, Row, Table } from '@/components/data/table';
import { Page } from '@/components/shell/page';
import { SCHEDULES_PAGE_SIZE, schedulesQuery, useDeleteSchedule, type WireSchedule } from '@/components/tasks/queries';
import { toIntervalWords } from '@/components/tasks/task-form';
import { TaskTabs } from '@/components/tasks/task-tabs';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';

const NewScheduleDialog = dynamic(() =>
  import('@/components/tasks/new-schedule-dialog').then((module) => module.NewScheduleDialog),
);

/** What makes tasks again and again. */
export function SchedulesScreen() {
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<WireSchedule>();
  const newButton = (
    <AllowedButton permission="CREATE_TASK_SCHEDULE" variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New schedule
    </AllowedButton>
  );
  return (
    <Page title="Tasks" description="Every call of a function, with its log and its result." actions={newButton}>
      <TaskTabs current="/tasks/schedules" />
      <Card aria-label="Schedules" className="overflow-clip">
        <ScheduleList onRemove={setRemoving} />
      </Card>
      {creating && <NewScheduleDialog onClose={() => setCreating(false)} />}
      {removing && <DeleteSchedule schedule={removing} onClose={() => setRemoving(undefined)} />}
    </Page>
  );
}

function ScheduleList({ onRemove }: { onRemove: (schedule: WireSchedule) => void }) {
  const [page, setPage] = useQueryState('page', parseAsInteger.withDefault(1));
  const schedules = useQuery(schedulesQuery(page));
  if (schedules.isPending) return <LoadingRows label="schedules" />;
  if (schedules.isError) return <ErrorState error={schedules.error} onRetry={() => schedules.refetch()} />;
  const { data, page: place } = schedules.data;
  if (place.total === 0) {
    return (
      <FirstUse Icon={CalendarClock} title="No schedules yet">
        A schedule makes a task of a function at a fixed interval, such as a clean-up every night.
      </FirstUse>
    );
  }
  return (
    <>
      <Table label="Schedules">
        <thead>
          <tr>
            <HeadCell className="w-full">Function</HeadCell>
            <HeadCell>Interval</HeadCell>
            <HeadCell className="text-right">Next run</HeadCell>
            <HeadCell className="text-right max-md:hidden">Priority</HeadCell>
            <HeadCell>
              <span className="sr-only">Delete</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {data.map((schedule) => (
            <ScheduleRow key={schedule.id} schedule={schedule} onRemove={onRemove} />
          ))}
        </tbody>
      </Table>
      <Pager page={page} pageSize={SCHEDULES_PAGE_SIZE} total={place.total} what="schedule" onPage={setPage} />
    </>
  );
}

function ScheduleRow({ schedule, onRemove }: { schedule: WireSchedule; onRemove: (schedule: WireSchedule) => void }) {
  const { functionName, interval, data, priority, nextTimestamp } = schedule;
  return (
    <Row>
      <Cell className="max-w-0">
        <Link
          href={`/tasks?function=${encodeURIComponent(functionName)}`}
          className="block truncate rounded-sm font-medium hover:underline"
        >
          {functionName}
        </Link>
        <p className="truncate font-mono text-faint text-xs">{JSON.stringify(data)}</p>
      </Cell>
      <Cell className="whitespace-nowrap">{toIntervalWords(interval)}</Cell>
      <Cell className="text-right text-muted">
        <RelativeTime timestamp={Date.parse(nextTimestamp)} />
      </Cell>
      <Cell className="tabular text-right text-muted max-md:hidden">{priority ?? <Dash />}</Cell>
      <Cell>
        <AllowedButton
          permission="DELETE_TASK_SCHEDULE"
          variant="ghost"
          size="sm"
          aria-label={`Delete the schedule of ${functionName}, ${toIntervalWords(interval)}`}
          onClick={() => onRemove(schedule)}
        >
          <Trash2 aria-hidden />
        </AllowedButton>
      </Cell>
    </Row>
  );
}

function DeleteSchedule({ schedule, onClose }: { schedule: WireSchedule; onClose: () => void }) {
  const remove = useDeleteSchedule();
  const confirm = () =>
    remove.mutate(schedule.id, {
      onSuccess: () => toast.success('The schedule is deleted'),
      onError: (error) => toast.error(error.message),
      onSettled: onClose,
    });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete this schedule of ${schedule.functionName}?`}
      description={`It makes no more tasks; it did so ${toIntervalWords(schedule.interval)}. The tasks that it made stay, and so does the function.`}
      confirmLabel="Delete the schedule"
      cancelLabel="Keep it"
      busy={remove.isPending}
      onConfirm={confirm}
    />
  );
}
