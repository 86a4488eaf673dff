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
      {isFiltered && (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden /> Clear filters
        </Button>
      )}
    </search>
  );
}
