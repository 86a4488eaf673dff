'use client';

import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { useCan } from '@/components/session/permissions';
import { rolesQuery, useDeleteRole } from '@/components/settings/role-queries';
import { RoleMatrix } from '@/components/settings/roles/role-matrix';
import { RowMenu } from '@/components/settings/row-menu';
import { Section } from '@/components/settings/section';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader } from '@/components/ui/card';
import { MenuItem } from '@/components/ui/menu';
import type { RoleView } from '@/lib/roles/schema';

const RoleDialog = dynamic(() => import('@/components/settings/roles/role-dialog').then((module) => module.RoleDialog));
const ActDialog = dynamic(() => import('@/components/settings/act-dialog').then((module) => module.ActDialog));

type Open = { kind: 'save'; role?: RoleView } | { kind: 'delete'; role: RoleView };

export function RolesScreen() {
  const roles = useQuery(rolesQuery);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Section
      title="Roles"
      description="A role is a set of permissions. Who holds several may do what any of them allows."
      actions={
        <AllowedButton permission="MANAGE_USERS" variant="primary" onClick={() => setOpen({ kind: 'save' })}>
          <Plus aria-hidden /> New role
        </AllowedButton>
      }
    >
      {roles.isPending && (
        <Card>
          <LoadingRows label="roles" />
        </Card>
      )}
      {roles.isError && !roles.data && (
        <Card>
          <ErrorState error={roles.error} onRetry={() => roles.refetch()} />
        </Card>
      )}
      {roles.data && (
        <>
          <ul aria-label="Roles" className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2">
            {roles.data.map((role) => (
              <RoleCard key={role.name} role={role} onOpen={setOpen} />
            ))}
          </ul>
          <Card aria-labelledby="role-matrix" className="mt-4 overflow-clip">
            <CardHeader title="What each role may do" id="role-matrix" />
            <RoleMatrix roles={roles.data} />
          </Card>
        </>
      )}
      {open?.kind === 'save' && <RoleDialog role={open.role} onClose={close} />}
      {open?.kind === 'delete' && <DeleteRole role={open.role} onClose={close} />}
    </Section>
  );
}

function RoleCard({ role, onOpen }: { role: RoleView; onOpen: (open: Open) => void }) {
  const canManage = useCan('MANAGE_USERS');
  return (
    <li className="flex min-w-0 items-start gap-2 rounded-lg border bg-surface p-4 shadow-card">
      <div className="min-w-0 flex-1">
        <h2 className="flex items-center gap-2 font-semibold text-base">
          <span className="truncate">{role.name}</span>
          {!role.id && <Badge>Ready-made</Badge>}
        </h2>
        {role.description && <p className="wrap-anywhere text-muted">{role.description}</p>}
        <p className="mt-1 text-faint text-xs">
          {role.permissions.length} {role.permissions.length === 1 ? 'permission' : 'permissions'} ·{' '}
          <Link
            href={`/settings/users?role=${encodeURIComponent(role.name)}`}
            className="rounded-sm underline hover:text-ink"
          >
            {role.users} {role.users === 1 ? 'user' : 'users'}
          </Link>
        </p>
      </div>
      {role.id && canManage && (
        <RowMenu name={role.name}>
          <MenuItem onSelect={() => onOpen({ kind: 'save', role })}>
            <Pencil aria-hidden /> Edit
          </MenuItem>
          <MenuItem danger onSelect={() => onOpen({ kind: 'delete', role })}>
            <Trash2 aria-hidden /> Delete
          </MenuItem>
        </RowMenu>
      )}
    </li>
  );
}

function DeleteRole({ role, onClose }: { role: RoleView; onClose: () => void }) {
  return (
    <ActDialog
      act={useDeleteRole(role.id ?? '')}
      title={`Delete the role “${role.name}”?`}
      description="Its set of permissions is lost. It can be deleted once nobody holds it."
      confirmLabel="Delete role"
      done="Role deleted"
      onClose={onClose}
    />
  );
}
