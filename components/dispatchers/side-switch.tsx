import { cx } from '@/components/ui/cx';

const SIDES = [
  { value: 'form', label: 'Form' },
  { value: 'preview', label: 'Preview' },
] as const;
type Side = (typeof SIDES)[number]['value'];

/** On a narrow screen: the form, or what it would do. */
export function SideSwitch({ side, onChange }: { side: Side; onChange: (side: Side) => void }) {
  return (
    <fieldset className="inline-flex gap-0.5 rounded-md border bg-sunken p-0.5 xl:hidden">
      <legend className="sr-only">What is shown</legend>
      {SIDES.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={side === value}
          onClick={() => onChange(value)}
          className={cx(
            'h-6.5 rounded-sm px-2.5 font-medium text-xs pointer-coarse:h-9',
            side === value ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
