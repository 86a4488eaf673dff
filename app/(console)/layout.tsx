import { type ReactNode, Suspense } from 'react';
import { AppShell } from '@/components/shell/app-shell';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <AppShell>
      <Suspense>{children}</Suspense>
    </AppShell>
  );
}
