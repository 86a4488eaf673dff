'use client';

import { Select } from '@/components/ui/select';

const ALL = '*';

interface SelectFilterProps<V extends string> {
  label: string;
  /** What stands for no filter, such as "Every status". */
  allLabel: string;
  value: V | null;
  options: readonly { value: V; label: string }[];
  onChange: (value: V | null) => void;
}

/** A filter with a few fixed choices. */
export function SelectFilter<V extends string>({ label, allLabel, value, options, onChange }: SelectFilterProps<V>) {
  return (
    <Select<V | typeof ALL>
      label={label}
      className="min-w-32 max-sm:grow max-sm:basis-36"
      value={value ?? ALL}
      onValueChange={(next) => onChange(next === ALL ? null : next)}
      options={[{ value: ALL, label: allLabel }, ...options]}
    />
  );
}
