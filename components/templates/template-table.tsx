'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import type { TemplateList, TemplateOrder, TemplateSummary } from '@/lib/templates/schema';

const SHOWN_OUTPUTS = 3;

interface TemplateTableProps {
  list: TemplateList;
  sort: TemplateOrder;
  onSort: (sort: TemplateOrder) => void;
}

export function TemplateTable({ list, sort, onSort }: TemplateTableProps) {
  return (
    <Table label="Templates">
      <thead>
        <tr>
          <SortHead field="name" sort={sort} onSort={onSort} className="w-full">
            Template
          </SortHead>
          <HeadCell className="max-lg:hidden">Outputs</HeadCell>
          <HeadCell className="max-sm:hidden">Used by</HeadCell>
          <HeadCell className="text-right max-md:hidden">Mails, 24 h</HeadCell>
          <SortHead field="updated" sort={sort} onSort={onSort} alignRight>
            Updated
          </SortHead>
        </tr>
      </thead>
      <tbody>
        {list.data.map((template) => (
          <Row key={template.id}>
            <Cell className="max-w-0">
              <Link href={`/templates/${template.id}`} className={ROW_LINK}>
                <span className="block truncate">{template.name}</span>
              </Link>
              {template.description && <p className="truncate text-muted text-xs">{template.description}</p>}
            </Cell>
            <Cell className="max-lg:hidden">
              <Outputs names={template.outputs} />
            </Cell>
            <Cell className="whitespace-nowrap max-sm:hidden">
              <UsedBy template={template} byExpression={list.byExpression} />
            </Cell>
            <Cell className="tabular text-right max-md:hidden">
              <Mails count={template.mails24h} complete={list.mailsComplete} />
            </Cell>
            <Cell className="whitespace-nowrap text-right text-muted">
              <span className="relative">
                <RelativeTime timestamp={template.updateTimestamp} />
              </span>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Outputs({ names }: { names: readonly string[] }) {
  return (
    <span className="flex gap-1">
      {names.slice(0, SHOWN_OUTPUTS).map((name) => (
        <Badge key={name} className="max-w-32">
          <span className="truncate">{name}</span>
        </Badge>
      ))}
      {names.length > SHOWN_OUTPUTS && <Badge>+{names.length - SHOWN_OUTPUTS}</Badge>}
    </span>
  );
}

function UsedBy({ template: { dispatchers }, byExpression }: { template: TemplateSummary; byExpression: number }) {
  if (dispatchers > 0) return `${dispatchers.toLocaleString('en')} dispatcher${dispatchers === 1 ? '' : 's'}`;
  if (byExpression === 0) return <Dash />;
  const others = byExpression === 1 ? 'One dispatcher chooses its' : `${byExpression} dispatchers choose their`;
  return (
    <Tooltip content={`${others} template by an expression, and may use this one.`}>
      <button type="button" className="relative cursor-default rounded-sm text-muted">
        maybe
      </button>
    </Tooltip>
  );
}

function Mails({ count, complete }: { count: number; complete: boolean }) {
  if (count === 0 && complete) return <Dash />;
  return `${count.toLocaleString('en')}${complete ? '' : '+'}`;
}

interface SortHeadProps {
  field: 'name' | 'updated';
  sort: TemplateOrder;
  onSort: (sort: TemplateOrder) => void;
  alignRight?: boolean;
  className?: string;
  children: ReactNode;
}

/** A column that the list can be sorted by: a click sorts, another one turns the order round. */
function SortHead({ field, sort, onSort, alignRight = false, className, children }: SortHeadProps) {
  const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
  // The first click gives what is looked for: names from A, times from the newest.
  const first: TemplateOrder = field === 'name' ? 'name' : '-updated';
  const turned: TemplateOrder = direction === 'ascending' ? `-${field}` : field;
  const Icon = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <HeadCell aria-sort={direction} className={cx(alignRight && 'text-right', className)}>
      <button
        type="button"
        onClick={() => onSort(direction ? turned : first)}
        className={cx(
          'inline-flex items-center gap-1 rounded-sm align-middle hover:text-ink',
          alignRight && 'flex-row-reverse',
          direction && 'text-ink',
        )}
      >
        {children}
        <Icon aria-hidden className={cx('size-3.5', !direction && 'opacity-0')} />
      </button>
    </HeadCell>
  );
}
