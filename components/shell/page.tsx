import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

interface PageProps {
  title: ReactNode;
  /** A quiet line below the title. */
  description?: ReactNode;
  /** Where this page lies in. */
  back?: { href: string; label: string };
  /** Buttons, top right; the one primary button stands last. */
  actions?: ReactNode;
  /** Keeps title and buttons in sight while the page scrolls. */
  sticky?: boolean;
  wide?: boolean;
  children: ReactNode;
}

/** Title, buttons and content of one page of the console. */
export function Page({ title, description, back, actions, sticky = false, wide = false, children }: PageProps) {
  const width = cx('mx-auto w-full px-4 md:px-6', wide ? 'max-w-[100rem]' : 'max-w-6xl');
  return (
    <>
      <div className={cx('bg-canvas', sticky && 'sticky top-12 z-20 border-b lg:top-0')}>
        <div className={cx(width, 'flex flex-wrap items-center gap-x-4 gap-y-2 pt-4 pb-3')}>
          <div className="min-w-0 flex-1 basis-60">
            {back && (
              <Link
                href={back.href}
                className="-ml-1 mb-0.5 inline-flex items-center gap-0.5 rounded-sm text-muted text-xs hover:text-ink"
              >
                <ChevronLeft aria-hidden className="size-3.5" />
                {back.label}
              </Link>
            )}
            <h1 className="wrap-anywhere line-clamp-2 font-semibold text-xl tracking-tight">{title}</h1>
            {description && <div className="mt-1 text-muted">{description}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-1.5 sm:gap-2">{actions}</div>}
        </div>
      </div>
      <div className={cx(width, 'pb-10', sticky ? 'pt-4' : 'pt-1')}>{children}</div>
    </>
  );
}
