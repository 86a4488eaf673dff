'use client';

import { Search } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';

const never = () => () => {};

/** Calls `onPress` at Ctrl+K, or ⌘K. */
export function usePaletteKey(onPress: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      onPress();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onPress]);
}

/** Looks like a field, opens the palette. */
export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  const isApple = useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      className="flex h-8 w-full items-center gap-2.5 rounded-md border bg-sunken px-2 text-muted hover:border-line-strong hover:text-ink pointer-coarse:h-10"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">Go to…</span>
      <kbd aria-hidden className="rounded-sm border bg-surface px-1 font-sans text-faint text-xs pointer-coarse:hidden">
        {isApple ? '⌘' : 'Ctrl'} K
      </kbd>
    </button>
  );
}
