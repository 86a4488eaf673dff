'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';

interface PagerProps {
  /** Counted from 1. */
  page: number;
  pageSize: number;
  total: number;
  /** What is counted: one of them, whose plural ends in s. */
  what: string;
  onPage: (page: number) => void;
}

/** Which part of a list is shown, and the way to the rest. */
export function Pager({ page, pageSize, total, what, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = (page - 1) * pageSize + 1;
  return (
    <nav aria-label="Pages" className="flex min-h-10 items-center justify-between gap-2 border-t px-4 py-1 text-muted">
      <span className="tabular text-xs">
        {pages === 1 ? total : `${first}–${Math.min(total, page * pageSize)} of ${total}`} {what}
        {total !== 1 && 's'}
      </span>
      {pages > 1 && (
        <span className="flex gap-1">
          <IconButton label="Previous page" size="sm" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label="Next page" size="sm" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            <ChevronRight aria-hidden />
          </IconButton>
        </span>
      )}
    </nav>
  );
}
