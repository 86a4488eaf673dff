import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { JsonView } from '@/components/data/json-view';
import { RelativeTime } from '@/components/data/relative-time';
import { ScrollArea } from '@/components/data/scroll-area';
import { Status } from '@/components/data/status';
import { formatLocal } from '@/components/data/time';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/console/schema';
import type { TaskLogLine } from '@/lib/tasks/schema';

interface RunTaskProps {
  task: NonNullable<RunDetail['task']>;
  /** Already shown above: an error that it repeats is left out. */
  reason: string | undefined;
}

export function RunTask({ task, reason }: RunTaskProps) {
  return (
    <div className="grid min-w-0 gap-4">
      {task.error && !reason?.includes(task.error.message) && (
        <Notice kind="danger">
          <span className="wrap-anywhere">
            <strong className="font-semibold">{task.error.name ?? 'Error'}</strong>: {task.error.message}
          </span>
        </Notice>
      )}
      <Facts>
        <Fact name="Status">
          <Status kind="task" value={task.status} />
        </Fact>
        <Fact name="Function">
          <code className="font-mono text-xs">{task.functionName}</code>
        </Fact>
        <Fact name="Start">
          <RelativeTime timestamp={task.startTimestamp} />
        </Fact>
        {task.priority !== 0 && <Fact name="Priority">{task.priority}</Fact>}
        {task.tags.length > 0 && (
          <Fact name="Tags">
            <span className="flex flex-wrap gap-1">
              {task.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
        <Fact name="Task">
          <Link
            href={`/tasks/${task.id}`}
            prefetch={false}
            className="mr-3 underline underline-offset-2 hover:text-ink"
          >
            Open the task
          </Link>
          <CopyableId id={task.id} what="task id" />
        </Fact>
      </Facts>
      <Part title="Data">
        <JsonView value={task.data} label="task data" />
      </Part>
      {task.result !== undefined && (
        <Part title="Result">
          <JsonView value={task.result} label="result" />
        </Part>
      )}
      {task.logs.length > 0 && (
        <Part title="Log">
          <Log lines={task.logs} />
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <h3 className="font-medium">{title}</h3>
      {children}
    </div>
  );
}

function Log({ lines }: { lines: readonly TaskLogLine[] }) {
  return (
    <ScrollArea label="Log" className="max-h-72 border bg-sunken p-3 font-mono text-xs leading-5">
      <ol aria-label="Log lines">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end, and may be alike
          <li key={index} className="flex gap-3">
            <time
              dateTime={new Date(line.timestamp).toISOString()}
              title={formatLocal(line.timestamp)}
              className="tabular shrink-0 text-faint"
            >
              {new Date(line.timestamp).toISOString().slice(11, 23)}
            </time>
            <span className="wrap-anywhere whitespace-pre-wrap">{line.message}</span>
          </li>
        ))}
      </ol>
    </ScrollArea>
  );
}
