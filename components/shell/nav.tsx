'use client';

import {
  Activity,
  BookOpen,
  FileText,
  Languages,
  LayoutDashboard,
  ListChecks,
  ListTodo,
  type LucideIcon,
  Mail,
  Settings,
  Split,
  SquareFunction,
  Webhook,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from '@/components/ui/cx';

interface NavItem {
  href: string;
  label: string;
  Icon: LucideIcon;
}

/** The pages of the left menu, in groups: what happens, what is configured, and the server itself. */
const GROUPS: readonly { label: string; items: readonly NavItem[] }[] = [
  {
    label: 'What happens',
    items: [
      { href: '/', label: 'Overview', Icon: LayoutDashboard },
      { href: '/events', label: 'Events', Icon: Activity },
      { href: '/runs', label: 'Runs', Icon: ListChecks },
      { href: '/mails', label: 'Mails', Icon: Mail },
      { href: '/tasks', label: 'Tasks', Icon: ListTodo },
    ],
  },
  {
    label: 'What is configured',
    items: [
      { href: '/dispatchers', label: 'Dispatchers', Icon: Split },
      { href: '/templates', label: 'Templates', Icon: FileText },
      { href: '/localizations', label: 'Localizations', Icon: Languages },
      { href: '/functions', label: 'Functions', Icon: SquareFunction },
      { href: '/sources', label: 'Sources', Icon: Webhook },
    ],
  },
  {
    label: 'The server',
    items: [
      { href: '/settings', label: 'Settings', Icon: Settings },
      { href: '/reference', label: 'API reference', Icon: BookOpen },
    ],
  },
];

export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="grid gap-5 px-2">
      {GROUPS.map((group) => (
        <div key={group.label}>
          <p className="px-2 pb-1 font-medium text-faint text-xs">{group.label}</p>
          <ul className="grid gap-0.5">
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} current={isCurrent(item.href, pathname)} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({
  item,
  current,
  onNavigate,
}: {
  item: NavItem;
  current: boolean;
  onNavigate?: (() => void) | undefined;
}) {
  const { href, label, Icon } = item;
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? 'page' : undefined}
      onClick={onNavigate}
      className={cx(
        'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium transition-colors pointer-coarse:h-10',
        current ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-4" />
      {label}
    </Link>
  );
}

function isCurrent(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
