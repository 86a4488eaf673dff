import { cx } from '@/components/ui/cx';

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cx('flex items-center gap-2 font-semibold tracking-tight', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M7 16h7m0 0c4 0 4-6.5 8-6.5h2M14 16c4 0 4 6.5 8 6.5h2"
          className="fill-none stroke-white"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <circle cx="7.5" cy="16" r="2.6" className="fill-white" />
      </svg>
      Dispatchers
    </span>
  );
}
