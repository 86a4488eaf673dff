'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import { meQuery, useSignOut } from '@/components/session/queries';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';

export function AccountMenu() {
  const me = useQuery(meQuery).data;
  const signOut = useSignOut();
  // Its place is kept: what stands above it must not move.
  if (!me) return <div className="h-10" />;
  const leave = () =>
    signOut.mutate(undefined, {
      // A full load, so that nothing of this session stays in memory.
      onSuccess: () => window.location.assign('/sign-in'),
      onError: (error) => toast.error(error.message),
    });
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex h-10 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover">
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs uppercase"
          >
            {me.email.charAt(0)}
          </span>
          <span className="sr-only">Account</span>
          <span className="min-w-0 flex-1 truncate">{me.email}</span>
          <ChevronsUpDown aria-hidden className="size-4 text-faint" />
        </button>
      }
    >
      <MenuLabel>{me.roles.join(', ')}</MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings/account">
          <UserRound aria-hidden /> My account
        </Link>
      </MenuItem>
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
