import { SelectCell, SelectHeadCell } from '@/components/data/bulk/select-cells';
import type { SelectionState } from '@/components/data/bulk/use-selection';
import { RecordLink, RecordRow } from '@/components/data/record-list';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Cell, Dash, HeadCell, Table } from '@/components/data/table';
import { Badge } from '@/components/ui/badge';
import type { Task } from '@/lib/tasks/schema';

const EXCERPT_CHARACTERS = 140;
const SHOWN_TAGS = 2;

interface TaskTableProps {
  tasks: readonly Task[];
  selection: SelectionState;
}

export function TaskTable({ tasks, selection }: TaskTableProps) {
  const ids = tasks.map((task) => task.id);
  return (
    <Table label="Tasks">
      <thead>
        <tr>
          <SelectHeadCell selection={selection} shown={ids} />
          <HeadCell className="w-full">Task</HeadCell>
          <HeadCell className="max-sm:text-right">Status</HeadCell>
          <HeadCell className="max-md:hidden">Tags</HeadCell>
          <HeadCell className="text-right max-md:hidden">Priority</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Start</HeadCell>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} selection={selection} ids={ids} />
        ))}
      </tbody>
    </Table>
  );
}

function TaskRow({ task, selection, ids }: { task: Task; selection: SelectionState; ids: readonly string[] }) {
  const { id, functionName, status, error, tags, priority, startTimestamp } = task;
  return (
    <RecordRow id={id}>
      <SelectCell selection={selection} shown={ids} id={id} name={`task of ${functionName}`} />
      <Cell className="max-w-0">
        <RecordLink id={id}>
          <span className="block truncate">{functionName}</span>
        </RecordLink>
        {error ? (
          <p className={`truncate text-xs ${status === 'failed' ? 'text-danger' : 'text-muted'}`}>{error.message}</p>
        ) : (
          <p className="truncate font-mono text-faint text-xs">
            {JSON.stringify(task.data).slice(0, EXCERPT_CHARACTERS)}
          </p>
        )}
        <p className="relative w-fit text-muted text-xs sm:hidden">
          <RelativeTime timestamp={startTimestamp} />
        </p>
      </Cell>
      <Cell className="max-sm:text-right">
        <Status kind="task" value={status} />
      </Cell>
      <Cell className="max-md:hidden">
        <Tags tags={tags} />
      </Cell>
      <Cell className="tabular text-right text-muted max-md:hidden">{priority === 0 ? <Dash /> : priority}</Cell>
      <Cell className="text-right text-muted max-sm:hidden">
        <span className="relative">
          <RelativeTime timestamp={startTimestamp} />
        </span>
      </Cell>
    </RecordRow>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <Dash />;
  return (
    <span className="flex max-w-48 gap-1">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag} className="min-w-0">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {tags.length > SHOWN_TAGS && <Badge>+{tags.length - SHOWN_TAGS}</Badge>}
    </span>
  );
}
