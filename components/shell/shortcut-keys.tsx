'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { handleShortcut, useShortcuts } from '@/components/shell/shortcuts';

const ShortcutOverview = dynamic(() =>
  import('@/components/shell/shortcut-overview').then((module) => module.ShortcutOverview),
);

/** Listens to the keyboard for the whole console, and shows all shortcuts on `?`. */
export function ShortcutKeys() {
  const [open, setOpen] = useState(false);
  useShortcuts([
    { keys: 'mod+k', description: 'Go anywhere', group: 'Everywhere' },
    { keys: '?', description: 'Show all shortcuts', group: 'Everywhere', run: () => setOpen(true) },
  ]);
  useEffect(() => {
    window.addEventListener('keydown', handleShortcut);
    return () => window.removeEventListener('keydown', handleShortcut);
  }, []);
  return open ? <ShortcutOverview open onOpenChange={setOpen} /> : null;
}
