'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useFromDocument } from '@/components/data/from-document';
import { meQuery } from '@/components/session/queries';
import type { Me, Permission } from '@/lib/auth/schema';

const HeldPermissions = createContext<ReadonlySet<Permission>>(new Set());

interface PermissionsProviderProps {
  /** Who is signed in, when the server read it for the document. */
  me: Me | undefined;
  children: ReactNode;
}

/** Looks once for the whole page what the one who is signed in may do: a list asks for it in each of its rows. */
export function PermissionsProvider({ me, children }: PermissionsProviderProps) {
  const permissions = useQuery({ ...meQuery, initialData: useFromDocument(me) }).data?.permissions;
  const held = useMemo(() => new Set(permissions), [permissions]);
  return <HeldPermissions value={held}>{children}</HeldPermissions>;
}

/** True when the one who is signed in may do this. False while that is not known yet. */
export function useCan(permission: Permission): boolean {
  return useContext(HeldPermissions).has(permission);
}
