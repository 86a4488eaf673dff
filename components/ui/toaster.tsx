'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';
import { subscribeToAsked, wasAsked } from '@/components/ui/toast';
import { useFirstSign } from '@/components/ui/use-first-sign';

const ToastStack = dynamic(() => import('@/components/ui/toast-stack').then((module) => module.ToastStack), {
  ssr: false,
});

/** Where short messages appear (`toast`). Loaded before the first can come: most follow an act, and some a lost connection. */
export function Toaster() {
  const isSomebodyHere = useFirstSign();
  const isAsked = useSyncExternalStore(subscribeToAsked, wasAsked, () => false);
  return isSomebodyHere || isAsked ? <ToastStack /> : null;
}
