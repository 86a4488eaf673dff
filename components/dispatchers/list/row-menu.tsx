'use client';

import { Copy, EllipsisVertical, Play, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCan } from '@/components/session/permissions';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import type { DispatcherSummary } from '@/lib/dispatchers/schema';

const DeleteDispatcherDialog = dynamic(() =>
  import('@/components/dispatchers/delete-dispatcher-dialog').then((module) => module.DeleteDispatcherDialog),
);

export function RowMenu({ dispatcher }: { dispatcher: DispatcherSummary }) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const canCreate = useCan('CREATE_DISPATCHERS');
  const canDelete = useCan('DELETE_DISPATCHERS');
  return (
    <span className="relative">
      <Menu
        trigger={
          <IconButton label={`More for ${dispatcher.name ?? dispatcher.eventType}`} size="sm">
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link href={`/runs?dispatcher=${dispatcher.id}`}>
            <Play aria-hidden /> Its runs
          </Link>
        </MenuItem>
        <MenuItem
          disabled={!canCreate}
          title={canCreate ? undefined : 'The permission CREATE_DISPATCHERS is needed'}
          onSelect={() => router.push(`/dispatchers/new?copy=${dispatcher.id}`)}
        >
          <Copy aria-hidden /> Duplicate
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          disabled={!canDelete}
          title={canDelete ? undefined : 'The permission DELETE_DISPATCHERS is needed'}
          onSelect={() => setDeleting(true)}
        >
          <Trash2 aria-hidden /> Delete
        </MenuItem>
      </Menu>
      {deleting && (
        <DeleteDispatcherDialog dispatcher={dispatcher} open onOpenChange={setDeleting} onDeleted={() => undefined} />
      )}
    </span>
  );
}
