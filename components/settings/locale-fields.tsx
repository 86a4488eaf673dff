'use client';

import { ComboboxField } from '@/components/form/combobox-field';

const LANGUAGES = ['EN', 'NL', 'FR', 'DE', 'ES', 'IT', 'PT', 'PL', 'SV', 'DA', 'JA', 'ZH'];

/** Language and time zone of a person. */
export function LocaleFields() {
  return (
    <>
      <ComboboxField
        name="language"
        label="Language"
        optional
        options={LANGUAGES.map((value) => ({ value, hint: nameOf(value) }))}
        placeholder="EN"
        hint="A code such as EN or nl-BE."
      />
      <ComboboxField
        name="timeZone"
        label="Time zone"
        optional
        options={Intl.supportedValuesOf('timeZone').map((value) => ({ value }))}
        placeholder="UTC"
      />
    </>
  );
}

function nameOf(code: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(code.toLowerCase()) ?? '';
}
