import type { ReactNode } from 'react';
import { PermissionsProvider } from '@/components/session/permissions';
import { AppShell } from '@/components/shell/app-shell';
import { viewMe } from '@/lib/users/me';
import { readForDocument } from './read-for-document';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <PermissionsProvider me={await readForDocument(viewMe)}>
      <AppShell>{children}</AppShell>
    </PermissionsProvider>
  );
}
