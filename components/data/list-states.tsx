import { CloudOff, type LucideIcon, RotateCw, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/http/client';

/** Rows to come. `label` is what is being loaded, for those who cannot see the grey. */
export function LoadingRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={`Loading ${label}`} className="divide-y">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={index} className="flex h-12 items-center gap-4 px-4">
          <Skeleton className="h-3.5 w-1/3" />
          <Skeleton className="h-3.5 w-1/5" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  Icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing is here (yet): says why or what this is for, and teaches the next step. */
export function FirstUse({ Icon, title, children, action }: EmptyProps) {
  return (
    <div className="grid place-items-center gap-3 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-xl bg-accent-soft text-accent-text">
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="grid max-w-md gap-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** There are things, but none that fits what was asked for. */
export function NoMatch({ what, onClear }: { what: string; onClear: () => void }) {
  return (
    <div role="status" className="grid place-items-center gap-3 px-6 py-14 text-center">
      <SearchX aria-hidden className="size-6 text-faint" />
      <p className="text-muted">No {what} match what you asked for.</p>
      <Button onClick={onClear}>Clear filters</Button>
    </div>
  );
}

/** It could not be loaded: why, and a way to try again, which what is not there does not get. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isGone = error instanceof ApiError && error.status === 404;
  const Icon = isGone ? SearchX : CloudOff;
  return (
    <div role="alert" className="grid place-items-center gap-3 px-6 py-14 text-center">
      <Icon aria-hidden className={isGone ? 'size-6 text-faint' : 'size-6 text-danger'} />
      <div className="grid max-w-md gap-1">
        <p className="font-semibold text-base">{isGone ? 'Not found' : 'This could not be loaded'}</p>
        <p className="wrap-anywhere text-muted">
          {error instanceof Error ? error.message : 'The reason is not known.'}
        </p>
      </div>
      {!isGone && (
        <Button onClick={onRetry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      )}
    </div>
  );
}
