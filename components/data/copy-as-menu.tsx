'use client';

import { ChevronDown, Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';

interface CopyAsMenuProps {
  /** What can be copied; `text` is asked for only then, in the browser. An entry that is not there is left out. */
  entries: readonly ({ label: string; text: () => string } | undefined)[];
}

/** Copies the same thing in one of several forms: curl, SDK call, CLI line. */
export function CopyAsMenu({ entries }: CopyAsMenuProps) {
  const copy = async (label: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      toast.success(`Copied as ${label}`);
    } catch {
      toast.error('The browser did not allow copying.');
    }
  };
  return (
    <Menu
      trigger={
        <Button>
          <Copy aria-hidden /> Copy as <ChevronDown aria-hidden />
        </Button>
      }
    >
      {entries.map(
        (entry) =>
          entry && (
            <MenuItem key={entry.label} onSelect={() => copy(entry.label, entry.text())}>
              {entry.label}
            </MenuItem>
          ),
      )}
    </Menu>
  );
}
