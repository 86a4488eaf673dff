'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban, CircleCheck, KeyRound, MonitorSmartphone, Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { useCan } from '@/components/session/permissions';
import { meQuery } from '@/components/session/queries';
import { RowMenu } from '@/components/settings/row-menu';
import { useUpdateUser } from '@/components/settings/users/queries';
import type { UserAct } from '@/components/settings/users/user-act-dialog';
import { Badge } from '@/components/ui/badge';
import { MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import type { UserView } from '@/lib/users/schema';

const UserActDialog = dynamic(() =>
  import('@/components/settings/users/user-act-dialog').then((module) => module.UserActDialog),
);

export function UserTable({ users, onOpen }: { users: readonly UserView[]; onOpen: (id: string) => void }) {
  const canManage = useCan('MANAGE_USERS');
  const me = useQuery(meQuery).data;
  const [act, setAct] = useState<{ act: UserAct; user: UserView }>();
  return (
    <>
      <Table label="Users">
        <thead>
          <tr>
            <HeadCell className="w-full">User</HeadCell>
            <HeadCell className="max-sm:hidden">Roles</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell className="text-right max-md:hidden">Last seen</HeadCell>
            {canManage && (
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            )}
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <Row key={user.id}>
              <Cell className="min-w-40 max-w-0">
                <button
                  type="button"
                  className={`${ROW_LINK} block max-w-full truncate text-left`}
                  onClick={() => onOpen(user.id)}
                >
                  {nameOf(user) ?? user.email}
                </button>
                <p className="wrap-anywhere text-muted text-xs sm:truncate">
                  {nameOf(user) && user.email}
                  {user.id === me?.id && (nameOf(user) ? ' · you' : 'you')}
                </p>
                <p className="truncate text-muted text-xs sm:hidden">{user.roles.join(', ')}</p>
              </Cell>
              <Cell className="max-sm:hidden xl:min-w-60">
                <Roles roles={user.roles} />
              </Cell>
              <Cell>
                <Status kind="user" value={user.state} />
              </Cell>
              <Cell className="text-right text-muted max-md:hidden">
                {user.lastSeenAt === undefined ? (
                  <Dash />
                ) : (
                  <span className="relative">
                    <RelativeTime timestamp={user.lastSeenAt} />
                  </span>
                )}
              </Cell>
              {canManage && (
                <Cell className="text-right">
                  <UserMenu
                    user={user}
                    isSelf={user.id === me?.id}
                    onOpen={onOpen}
                    onAct={(next) => setAct({ act: next, user })}
                  />
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
      {act && <UserActDialog act={act.act} user={act.user} onClose={() => setAct(undefined)} />}
    </>
  );
}

function nameOf({ firstName, lastName }: UserView): string | undefined {
  return [firstName, lastName].filter(Boolean).join(' ') || undefined;
}

function Roles({ roles }: { roles: readonly string[] }) {
  if (roles.length === 0) return <Dash />;
  return (
    <span className="flex flex-wrap gap-1">
      {roles.map((role) => (
        <Badge key={role} tone={role === 'Administrator' ? 'accent' : 'quiet'} className="max-w-40">
          <span className="truncate">{role}</span>
        </Badge>
      ))}
    </span>
  );
}

interface UserMenuProps {
  user: UserView;
  isSelf: boolean;
  onOpen: (id: string) => void;
  onAct: (act: UserAct) => void;
}

function UserMenu({ user, isSelf, onOpen, onAct }: UserMenuProps) {
  const update = useUpdateUser(user.id);
  const enable = () =>
    update.mutate(
      { enabled: true },
      { onSuccess: () => toast.success('User enabled'), onError: (error) => toast.error(error.message) },
    );
  return (
    <RowMenu name={user.email}>
      <MenuItem onSelect={() => onOpen(user.id)}>
        <Pencil aria-hidden /> Edit
      </MenuItem>
      <MenuItem disabled={user.state === 'disabled'} onSelect={() => onAct('password')}>
        <KeyRound aria-hidden /> New password link
      </MenuItem>
      <MenuItem onSelect={() => onAct('sessions')}>
        <MonitorSmartphone aria-hidden /> Sessions
      </MenuItem>
      <MenuSeparator />
      {user.state === 'disabled' ? (
        <MenuItem onSelect={enable}>
          <CircleCheck aria-hidden /> Enable
        </MenuItem>
      ) : (
        <MenuItem disabled={isSelf} onSelect={() => onAct('disable')}>
          <Ban aria-hidden /> Disable
        </MenuItem>
      )}
      <MenuItem danger disabled={isSelf} onSelect={() => onAct('delete')}>
        <Trash2 aria-hidden /> Delete
      </MenuItem>
    </RowMenu>
  );
}
