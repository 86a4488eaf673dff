import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

interface FilterBarProps {
  /** What is filtered, in the plural: names the bar. */
  what: string;
  isFiltered: boolean;
  onClear: () => void;
  children: ReactNode;
}

/** The filters of a list in one line, with the way back to all. */
export function FilterBar({ what, isFiltered, onClear, children }: FilterBarProps) {
  return (
    <search aria-label={`Filter ${what}`} className="flex flex-wrap items-center gap-2">
      {children}
      {/* Its place is kept, so that the list does not move when something is chosen. */}
      <Button
        variant="ghost"
        aria-label="Clear filters"
        className={isFiltered ? undefined : 'invisible max-sm:hidden'}
        onClick={onClear}
      >
        <X aria-hidden /> Clear
      </Button>
    </search>
  );
}
