'use client';

import { SlidersHorizontal, X } from 'lucide-react';
import { Children, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';

interface FilterBarProps {
  /** What is filtered, in the plural: names the bar. */
  what: string;
  isFiltered: boolean;
  onClear: () => void;
  /** The first one is in sight on a phone too; the others come when they are asked for. */
  children: ReactNode;
}

/** The filters of a list in one line, with the way back to all. */
export function FilterBar({ what, isFiltered, onClear, children }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = Children.toArray(children);
  return (
    <search aria-label={`Filter ${what}`} className="flex flex-wrap items-center gap-2">
      {first}
      <Button
        aria-expanded={isOpen}
        className={cx('sm:hidden', isFiltered && 'border-accent! text-accent-text!')}
        onClick={() => setOpen(!isOpen)}
      >
        <SlidersHorizontal aria-hidden /> Filters
      </Button>
      <div className={cx('contents', !isOpen && 'max-sm:hidden')}>{others}</div>
      {/* Its place is kept, so that the list does not move when something is chosen. */}
      <Button
        variant="ghost"
        aria-label="Clear filters"
        className={isFiltered ? undefined : 'invisible max-xl:hidden'}
        onClick={onClear}
      >
        <X aria-hidden /> Clear
      </Button>
    </search>
  );
}
