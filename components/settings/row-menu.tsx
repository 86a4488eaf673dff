'use client';

import { EllipsisVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';

/** What can be done with one row. `name` says with which. */
export function RowMenu({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${name}`} className="relative align-middle">
          <EllipsisVertical aria-hidden />
        </IconButton>
      }
    >
      {children}
    </Menu>
  );
}
