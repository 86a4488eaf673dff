'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

/** Asks before a page with unsaved changes is left: by a link, by going back, by closing the tab. */
export function LeaveGuard({ when }: { when: boolean }) {
  const router = useRouter();
  const [leave, setLeave] = useState<() => void>();

  useEffect(() => {
    if (!when) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = internalHref(event);
      if (href === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setLeave(() => () => router.push(href));
    };
    // Not every browser can hold back its own back button; where it can, going back asks too.
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable || event.destination.sameDocument === false) return;
      event.preventDefault();
      const { key } = event.destination;
      setLeave(() => () => void window.navigation.traverseTo(key));
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    if ('navigation' in window) window.navigation.addEventListener('navigate', onNavigate);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
      if ('navigation' in window) window.navigation.removeEventListener('navigate', onNavigate);
    };
  }, [when, router]);

  return (
    <ConfirmDialog
      open={when && leave !== undefined}
      onOpenChange={() => setLeave(undefined)}
      title="Leave without saving?"
      description="What you changed on this page is lost."
      confirmLabel="Leave"
      cancelLabel="Stay here"
      onConfirm={() => {
        const go = leave;
        setLeave(undefined);
        go?.();
      }}
    />
  );
}

/** Where a plain click on a link of this console leads; `undefined` for anything else. */
function internalHref(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target === '_blank' || link.hasAttribute('download') || link.origin !== window.location.origin)
    return;
  const samePage = link.pathname === window.location.pathname && link.search === window.location.search;
  return samePage ? undefined : link.pathname + link.search + link.hash;
}
