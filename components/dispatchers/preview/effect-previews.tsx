import { Fact, Facts } from '@/components/data/facts';
import { JsonView } from '@/components/data/json-view';
import { MailView } from '@/components/data/mail-view';
import { RelativeTime } from '@/components/data/relative-time';
import { formatLocal } from '@/components/data/time';
import { Badge } from '@/components/ui/badge';
import type { PlannedMail, PlannedTask } from '@/lib/dispatch/schema';

const KINDS = [
  ['to', 'To'],
  ['cc', 'Cc'],
  ['bcc', 'Bcc'],
] as const;

export function MailPreview({ mail }: { mail: PlannedMail }) {
  return (
    <MailView
      frame="preview"
      subject={mail.subject}
      html={mail.html}
      text={mail.text}
      message={{ recipients: mail.recipients, subject: mail.subject, html: mail.html, text: mail.text }}
      facts={KINDS.map(
        ([kind, word]) =>
          mail.recipients[kind].length > 0 && (
            <Fact key={kind} name={word}>
              {mail.recipients[kind].join(', ')}
            </Fact>
          ),
      )}
    />
  );
}

export function TaskPreview({ task }: { task: PlannedTask }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Facts>
        <Fact name="Function">
          <code className="font-mono text-xs">{task.functionName}</code>
        </Fact>
        <Fact name="Start">
          <RelativeTime timestamp={task.startTimestamp} />
          <span className="text-muted"> · {formatLocal(task.startTimestamp)}</span>
        </Fact>
        {task.priority !== undefined && <Fact name="Priority">{task.priority}</Fact>}
        {task.tags.length > 0 && (
          <Fact name="Tags">
            <span className="flex flex-wrap gap-1">
              {task.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
      </Facts>
      <JsonView value={task.data} label="task data" />
    </div>
  );
}
