'use client';

import { Menu as MenuIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, useCallback, useState } from 'react';
import { SessionGate } from '@/components/session/session-gate';
import { AccountMenu } from '@/components/shell/account-menu';
import { Nav } from '@/components/shell/nav';
import { OfflineBanner } from '@/components/shell/offline-banner';
import { PaletteButton, usePaletteKey } from '@/components/shell/palette-button';
import { ShortcutKeys } from '@/components/shell/shortcut-keys';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { IconButton } from '@/components/ui/icon-button';
import { Logo } from '@/components/ui/logo';
import { Skeleton } from '@/components/ui/skeleton';

/** Loaded when they are first opened. */
const Palette = dynamic(() => import('@/components/shell/palette').then((module) => module.Palette));
const Sheet = dynamic(() => import('@/components/ui/sheet').then((module) => module.Sheet));

/** The frame of every page of the console: menu at the left, on a phone behind a button in a bar at the top. */
export function AppShell({ children }: { children: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  usePaletteKey(useCallback(() => setPaletteOpen((isOpen) => !isOpen), []));
  const openPalette = () => {
    setMenuOpen(false);
    setPaletteOpen(true);
  };
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r bg-surface lg:flex">
        <MenuContent onOpenPalette={openPalette} />
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-surface px-2 lg:hidden">
        <IconButton label="Open the menu" onClick={() => setMenuOpen(true)}>
          <MenuIcon aria-hidden />
        </IconButton>
        <Link href="/" aria-label="Dispatchers: home" className="rounded-md">
          <Logo />
        </Link>
      </header>
      {menuOpen && (
        <Sheet open onOpenChange={setMenuOpen} title="Menu">
          <MenuContent onOpenPalette={openPalette} onNavigate={() => setMenuOpen(false)} />
        </Sheet>
      )}
      {paletteOpen && <Palette onClose={() => setPaletteOpen(false)} />}
      <ShortcutKeys />
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <OfflineBanner />
        <SessionGate pending={<PagePending />}>{children}</SessionGate>
      </main>
    </div>
  );
}

function MenuContent({ onOpenPalette, onNavigate }: { onOpenPalette: () => void; onNavigate?: () => void }) {
  return (
    <>
      <div className="flex h-14 shrink-0 items-center px-4">
        <Link href="/" aria-label="Dispatchers: home" className="rounded-md" onClick={onNavigate}>
          <Logo />
        </Link>
      </div>
      <div className="px-2 pb-2">
        <PaletteButton onOpen={onOpenPalette} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto py-2">
        <Nav onNavigate={onNavigate} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t p-2">
        <div className="px-2">
          <ThemeSwitch />
        </div>
        <AccountMenu />
      </div>
    </>
  );
}

function PagePending() {
  return (
    <div role="status" aria-label="Loading" className="mx-auto grid max-w-6xl gap-4 px-4 py-5 md:px-6">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
