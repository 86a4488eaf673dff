'use client';

import { useEffect } from 'react';
import { ComboboxList } from '@/components/ui/combobox';
import { MenuPanel } from '@/components/ui/menu';
import { SelectList } from '@/components/ui/select';
import { TooltipPanel } from '@/components/ui/tooltip';
import { useFirstSign } from '@/components/ui/use-first-sign';

const OVERLAYS = [MenuPanel, TooltipPanel, SelectList, ComboboxList];

/** Loads what opens over the page at the first sign of a person, so that it is there when it is asked for. */
export function Preload() {
  const isSomebodyHere = useFirstSign();
  useEffect(() => {
    // Without a connection it is asked for again when it is needed.
    if (isSomebodyHere) for (const { load } of OVERLAYS) load().catch(() => undefined);
  }, [isSomebodyHere]);
  return null;
}
