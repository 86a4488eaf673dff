'use client';

import { useId, useState } from 'react';
import { languageName } from '@/components/localizations/column-head';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { LanguageCode } from '@/lib/localizations/schema';

/** Languages that are offered; any other code can be typed. */
const COMMON = ['NL', 'DE', 'FR', 'ES', 'IT', 'DA', 'PT', 'SV', 'NB', 'FI', 'PL', 'CS', 'RO', 'HU', 'EL', 'TR'];

interface AddLanguageDialogProps {
  known: readonly string[];
  onAdd: (code: string) => void;
  onClose: () => void;
}

/** Shows one more column; the language is there once a text is written in it. */
export function AddLanguageDialog({ known, onAdd, onClose }: AddLanguageDialogProps) {
  const id = useId();
  const [code, setCode] = useState('');
  const [isTold, setTold] = useState(false);
  const wanted = code.trim();
  const isKnown = known.some((one) => one.toLowerCase() === wanted.toLowerCase());
  const error = isKnown
    ? 'This language is there already.'
    : !LanguageCode.safeParse(wanted).success && 'A code such as NL or pt-BR is needed.';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a language"
      description="It gets a column here; keys without a text in it show their EN text."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary">
            Add language
          </Button>
        </>
      }
    >
      <form
        id={id}
        aria-label="Add a language"
        className="grid gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          setTold(true);
          if (error) return;
          onAdd(wanted);
          onClose();
        }}
      >
        <label htmlFor={`${id}-code`} className="font-medium">
          Language code
        </label>
        <Combobox
          id={`${id}-code`}
          value={code}
          onValueChange={setCode}
          options={COMMON.filter((one) => !known.includes(one)).map((value) => ({ value, hint: languageName(value) }))}
          placeholder="NL"
          aria-invalid={(isTold && Boolean(error)) || undefined}
          aria-describedby={`${id}-error`}
        />
        <p id={`${id}-error`} role={isTold && error ? 'alert' : undefined} className="text-danger text-xs empty:hidden">
          {isTold && error}
        </p>
      </form>
    </Dialog>
  );
}
