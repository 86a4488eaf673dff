'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { meQuery } from '@/components/session/queries';
import { type SettingsSection, visibleSections } from '@/components/settings/sections';
import { cx } from '@/components/ui/cx';

/** The frame of every section of the settings: their menu at the left, on a small screen as a strip above. */
export function SettingsShell({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery).data;
  return (
    <div className="mx-auto w-full max-w-6xl px-4 md:px-6 lg:grid lg:grid-cols-[10.5rem_minmax(0,1fr)] lg:gap-8">
      <nav aria-label="Settings" className="min-w-0 pt-4 lg:sticky lg:top-0 lg:self-start lg:pt-5">
        <p className="px-2 pb-1 font-medium text-faint text-xs max-lg:hidden">Settings</p>
        <ul className="-mx-1 flex gap-0.5 overflow-x-auto px-1 pb-1 lg:grid">
          {visibleSections(me?.permissions ?? []).map((section) => (
            <li key={section.href} className="shrink-0">
              <SectionLink section={section} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0 pb-10">{children}</div>
    </div>
  );
}

function SectionLink({ section: { href, label, Icon } }: { section: SettingsSection }) {
  const pathname = usePathname();
  const link = useRef<HTMLAnchorElement>(null);
  const current = pathname === href || pathname.startsWith(`${href}/`);

  // In the strip of a small screen the current section may lie outside of what is seen.
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);

  return (
    <Link
      ref={link}
      href={href}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'flex h-8 items-center gap-2.5 whitespace-nowrap rounded-md px-2 font-medium transition-colors pointer-coarse:h-10',
        current ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-4" />
      {label}
    </Link>
  );
}
