'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import type { PreviewChoice } from '@/components/templates/preview/use-preview-values';
import { languagesQuery } from '@/components/templates/queries';
import { Combobox } from '@/components/ui/combobox';

/** The language and the time zone of the reader that the preview is for. */
export function LocaleSwitch({ choice }: { choice: PreviewChoice }) {
  const id = useId();
  const languages = useQuery(languagesQuery).data ?? [];
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value })), []);
  const error = !choice.isLanguage
    ? 'The language must be a code, such as NL or pt-BR.'
    : !choice.isZone && 'The time zone must be an IANA name, such as Europe/Brussels.';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-x-3 gap-y-1">
      <label htmlFor={`${id}-language`} className="font-medium">
        Language
      </label>
      <label htmlFor={`${id}-zone`} className="font-medium">
        Time zone
      </label>
      <Combobox
        id={`${id}-language`}
        value={choice.language}
        onValueChange={choice.setLanguage}
        options={[...new Set(['EN', ...languages])].map((value) => ({ value }))}
        aria-invalid={!choice.isLanguage || undefined}
        aria-describedby={`${id}-error`}
      />
      <Combobox
        id={`${id}-zone`}
        value={choice.timeZone}
        onValueChange={choice.setTimeZone}
        options={zones}
        aria-invalid={!choice.isZone || undefined}
        aria-describedby={`${id}-error`}
      />
      <p id={`${id}-error`} className="col-span-2 text-danger text-xs empty:hidden">
        {error}
      </p>
    </div>
  );
}
