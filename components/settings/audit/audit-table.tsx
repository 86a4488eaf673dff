import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { actWords } from '@/components/settings/audit/words';
import { cx } from '@/components/ui/cx';
import type { AuditSummary } from '@/lib/audit/schema';

interface AuditTableProps {
  entries: readonly AuditSummary[];
  openId: string | null;
  onOpen: (id: string) => void;
}

export function AuditTable({ entries, openId, onOpen }: AuditTableProps) {
  return (
    <Table label="Audit log">
      <thead>
        <tr>
          <HeadCell>When</HeadCell>
          <HeadCell className="max-sm:hidden">Who</HeadCell>
          <HeadCell className="w-full sm:w-1/2">What</HeadCell>
          <HeadCell className="max-xl:hidden">Fields</HeadCell>
          <HeadCell className="max-md:hidden">From</HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} className={cx(entry.id === openId && 'bg-accent-soft!')}>
            <Cell className="relative whitespace-nowrap text-muted">
              <RelativeTime timestamp={entry.creationTimestamp} />
            </Cell>
            <Cell className="wrap-anywhere min-w-40 max-sm:hidden">{entry.actor}</Cell>
            <Cell className="sm:min-w-48">
              <button
                type="button"
                className={cx(ROW_LINK, 'text-left')}
                data-entry={entry.id}
                onClick={() => onOpen(entry.id)}
              >
                {actWords(entry.act)}
                {entry.objectKind && <span className="font-normal text-muted"> {entry.objectKind}</span>}{' '}
                <span className="wrap-anywhere font-normal">{entry.objectName ?? entry.objectId ?? ''}</span>
                <span className="wrap-anywhere block font-normal text-muted text-xs sm:hidden">{entry.actor}</span>
              </button>
            </Cell>
            <Cell className="max-w-56 truncate text-muted max-xl:hidden">
              {entry.changeCount === 0 ? <Dash /> : toFields(entry)}
            </Cell>
            <Cell className="whitespace-nowrap text-muted max-md:hidden">{entry.address ?? <Dash />}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function toFields({ fields, changeCount }: AuditSummary): string {
  const more = changeCount - fields.length;
  return `${fields.filter(Boolean).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
