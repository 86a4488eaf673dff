import Link from 'next/link';
import { cx } from '@/components/ui/cx';
import type { Overview } from '@/lib/console/schema';

interface Figure {
  label: string;
  value: number;
  href?: string;
  alarming?: boolean;
}

export function Figures({ overview }: { overview: Overview }) {
  const { runs24h: runs } = overview;
  const figures: Figure[] = [
    { label: 'Events', value: overview.events24h, href: '/events' },
    { label: 'Actions done', value: runs.succeeded, href: '/runs?status=succeeded' },
    { label: 'Actions failed', value: runs.failed, href: '/runs?status=failed&time=24h', alarming: runs.failed > 0 },
    { label: 'Under way', value: runs.pending + runs.running },
    { label: 'Dispatchers', value: overview.dispatchers, href: '/dispatchers' },
  ];
  return (
    <dl
      aria-label="Figures"
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line shadow-card md:grid-cols-5"
    >
      {figures.map((figure) => (
        <div key={figure.label} className="relative bg-surface px-4 py-3 last:max-md:col-span-2 hover:has-[a]:bg-hover">
          <dt className="text-muted">
            {figure.href ? (
              <Link href={figure.href} className="rounded-sm before:absolute before:inset-0">
                {figure.label}
              </Link>
            ) : (
              figure.label
            )}
          </dt>
          <dd className={cx('tabular mt-0.5 font-semibold text-2xl tracking-tight', figure.alarming && 'text-danger')}>
            {figure.value.toLocaleString('en')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
