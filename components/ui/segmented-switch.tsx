import { cx } from '@/components/ui/cx';

interface SegmentedSwitchProps<V extends string> {
  /** What is chosen, for those who do not see it. */
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  className?: string;
}

/** Two or three ways to look at the same thing, side by side. Where each way has a panel of its own, use tabs. */
export function SegmentedSwitch<V extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: SegmentedSwitchProps<V>) {
  return (
    <fieldset className={cx('inline-flex gap-0.5 rounded-md border bg-sunken p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
          className={cx(
            'h-6.5 rounded-sm px-2.5 max-sm:px-2 font-medium text-xs pointer-coarse:h-9',
            value === option.value ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
