import { SelectCell, SelectHeadCell } from '@/components/data/bulk/select-cells';
import type { SelectionState } from '@/components/data/bulk/use-selection';
import { RecordLink, RecordRow } from '@/components/data/record-list';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Cell, Dash, HeadCell, Table } from '@/components/data/table';
import type { MailSummary } from '@/lib/console/schema';

interface MailTableProps {
  mails: readonly MailSummary[];
  selection: SelectionState;
}

export function MailTable({ mails, selection }: MailTableProps) {
  const ids = mails.map((mail) => mail.id);
  return (
    <Table label="Mails">
      <thead>
        <tr>
          <SelectHeadCell selection={selection} shown={ids} />
          <HeadCell className="w-full">Mail</HeadCell>
          <HeadCell className="max-sm:text-right">Status</HeadCell>
          <HeadCell className="max-md:hidden">Template</HeadCell>
          <HeadCell className="text-right max-md:hidden">Attempts</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Made</HeadCell>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <MailRow key={mail.id} mail={mail} selection={selection} ids={ids} />
        ))}
      </tbody>
    </Table>
  );
}

function MailRow({ mail, selection, ids }: { mail: MailSummary; selection: SelectionState; ids: readonly string[] }) {
  const { id, subject, status, reason, templateName, attempts, creationTimestamp } = mail;
  const waits = reason !== undefined && status !== 'sent';
  return (
    <RecordRow id={id}>
      <SelectCell selection={selection} shown={ids} id={id} name={subject || 'mail without a subject'} />
      <Cell className="max-w-0">
        <RecordLink id={id}>
          <span className="wrap-anywhere line-clamp-2 sm:line-clamp-1">{subject || 'No subject'}</span>
        </RecordLink>
        <p className="truncate text-muted text-xs">{toRecipientWords(mail)}</p>
        {waits && <p className={`truncate text-xs ${status === 'failed' ? 'text-danger' : 'text-muted'}`}>{reason}</p>}
        <p className="relative w-fit text-muted text-xs sm:hidden">
          <RelativeTime timestamp={creationTimestamp} />
        </p>
      </Cell>
      <Cell className="max-sm:text-right">
        <Status kind="mail" value={status} />
      </Cell>
      <Cell className="max-w-40 truncate text-muted max-md:hidden">{templateName ?? <Dash />}</Cell>
      <Cell className="tabular text-right text-muted max-md:hidden">{attempts > 0 ? attempts : <Dash />}</Cell>
      <Cell className="text-right text-muted max-sm:hidden">
        <span className="relative">
          <RelativeTime timestamp={creationTimestamp} />
        </span>
      </Cell>
    </RecordRow>
  );
}

/** "ada@example.com and 3 more" */
function toRecipientWords({ recipients: { to, cc, bcc } }: MailSummary): string {
  const [first = 'nobody', ...others] = [...to, ...cc, ...bcc];
  if (others.length === 0) return `to ${first}`;
  return others.length === 1 ? `to ${first} and ${others[0]}` : `to ${first} and ${others.length} more`;
}
