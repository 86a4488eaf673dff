'use client';

import { useId } from 'react';
import { RECENT, type Recent, type TimeRange } from '@/components/data/filters/time-range';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

const DAY_MS = 86_400_000;
const OPTIONS = [
  { value: 'all', label: 'Any time' },
  ...Object.entries(RECENT).map(([value, { label }]) => ({ value: value as Recent, label })),
  { value: 'custom', label: 'From … to …' },
] as const;

interface TimeFilterProps {
  value: TimeRange | null;
  onChange: (value: TimeRange | null) => void;
}

/** A filter by time: a range that ends now, or from one time to another, where the reader is. */
export function TimeFilter({ value, onChange }: TimeFilterProps) {
  const choose = (choice: Recent | 'all' | 'custom') => {
    if (choice === 'all') onChange(null);
    else if (choice === 'custom')
      onChange({ from: Math.floor((Date.now() - DAY_MS) / 60_000) * 60_000, to: undefined });
    else onChange({ recent: choice });
  };
  return (
    <>
      <Select
        label="Time"
        className="min-w-32 max-sm:grow max-sm:basis-36"
        value={value === null ? 'all' : (value.recent ?? 'custom')}
        onValueChange={choose}
        options={OPTIONS}
      />
      {value && !value.recent && (
        <span className="flex flex-wrap items-center gap-2">
          <TimeInput label="From" value={value.from} onChange={(from) => onChange({ ...value, from })} />
          <TimeInput label="to" value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </span>
      )}
    </>
  );
}

interface TimeInputProps {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

function TimeInput({ label, value, onChange }: TimeInputProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="datetime-local"
        className="w-auto"
        value={value === undefined ? '' : toLocalInput(value)}
        onChange={(event) => {
          const time = Date.parse(event.target.value);
          onChange(Number.isNaN(time) ? undefined : time);
        }}
      />
    </span>
  );
}

/** A time as the input wants it: local, to the minute. */
function toLocalInput(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
