import Link from 'next/link';
import { cx } from '@/components/ui/cx';

const PAGES = [
  { href: '/tasks', label: 'Tasks' },
  { href: '/tasks/schedules', label: 'Schedules' },
] as const;

/** The two pages of tasks: what runs, and what makes tasks again and again. */
export function TaskTabs({ current }: { current: (typeof PAGES)[number]['href'] }) {
  return (
    <nav aria-label="Tasks and schedules" className="mb-3 flex gap-4 border-b">
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? 'page' : undefined}
          className={cx(
            '-mb-px border-b-2 px-0.5 py-2 font-medium',
            href === current ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
