import type { ReactNode } from 'react';
import { Logo } from '@/components/ui/logo';

/** A whole page that says one thing, outside the console's frame. */
export function MessagePage({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div className="grid max-w-md justify-items-center gap-3">
        <Logo className="mb-2 text-lg" />
        <h1 className="font-semibold text-xl">{title}</h1>
        <div className="text-muted">{children}</div>
        <div className="mt-2 flex gap-2">{action}</div>
      </div>
    </main>
  );
}
