import type { ReactNode } from 'react';
import { Logo } from '@/components/ui/logo';

interface AuthCardProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** The page frame for those who are not signed in. */
export function AuthCard({ title, description, children }: AuthCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm">
        <Logo className="mb-6 justify-center text-lg" />
        <div className="rounded-xl border bg-surface p-6 shadow-card">
          <h1 className="font-semibold text-xl">{title}</h1>
          {description && <p className="mt-1 text-muted">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}
