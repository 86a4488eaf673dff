'use client';

import { useEffect } from 'react';
import { useFirstSign } from '@/components/ui/use-first-sign';

const OVERLAYS = [
  () => import('@/components/ui/menu-panel'),
  () => import('@/components/ui/opened-select'),
  () => import('@/components/ui/combobox-list'),
];

/** Loads what opens over the page at the first sign of a person, so that it is there when it is asked for. */
export function Preload() {
  const isSomebodyHere = useFirstSign();
  useEffect(() => {
    // Without a connection it is asked for again when it is needed.
    if (isSomebodyHere) for (const load of OVERLAYS) load().catch(() => undefined);
  }, [isSomebodyHere]);
  return null;
}
