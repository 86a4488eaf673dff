'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { CodeDiagnostic } from '@/components/form/code-diagnostics';
import type { ExpressionName } from '@/components/form/expression-names';
import { FieldFrame, useField } from '@/components/form/field';
import { LazyHandlebarsEditor } from '@/components/form/lazy-handlebars-editor';
import { TextField } from '@/components/form/text-field';
import type { TemplateValues } from '@/components/templates/form-values';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';

interface OutputLook {
  title: string;
  hint: string;
  mode: 'html' | 'text';
  minHeight: number;
}

/** The outputs of a mail, and how each is written. */
const LOOKS: Readonly<Record<string, OutputLook>> = {
  subject: { title: 'Subject', hint: 'One line of text; nothing is escaped.', mode: 'text', minHeight: 32 },
  body: { title: 'Body', hint: '{{…}} escapes HTML, {{{…}}} does not.', mode: 'html', minHeight: 240 },
  text: {
    title: 'Text',
    hint: 'For readers without HTML. Without this output it is made of the body.',
    mode: 'text',
    minHeight: 120,
  },
};
const OTHER: OutputLook = {
  title: 'Output',
  hint: '{{…}} escapes HTML, {{{…}}} does not.',
  mode: 'html',
  minHeight: 120,
};

interface OutputCardProps {
  index: number;
  names: readonly ExpressionName[];
  diagnostics: readonly CodeDiagnostic[] | undefined;
  readOnly: boolean;
  onRemove: () => void;
}

export function OutputCard({ index, names, diagnostics = NOTHING, readOnly, onRemove }: OutputCardProps) {
  const { control } = useFormContext<TemplateValues>();
  const name = useWatch({ control, name: `outputs.${index}.name` });
  // What an output is, is settled when it is added: typing "body" as a name must not exchange the fields underneath.
  const [look] = useState(() => LOOKS[name.trim()]);
  const { title, hint, mode, minHeight } = look ?? OTHER;
  const first = diagnostics.find(({ severity }) => severity === 'error');
  return (
    <Card as="article" aria-label={look ? title : `Output ${name}`} className="grid gap-3 p-4">
      {!look && <TextField name={`outputs.${index}.name`} label="Name of the output" placeholder="message" />}
      <SourceField
        name={`outputs.${index}.source`}
        label={title}
        hint={hint}
        mode={mode}
        minHeight={minHeight}
        names={names}
        diagnostics={diagnostics}
        mistake={first?.message}
        readOnly={readOnly}
        remove={
          !readOnly && (
            <IconButton label={`Remove the output ${name || 'without a name'}`} size="sm" onClick={onRemove}>
              <Trash2 aria-hidden />
            </IconButton>
          )
        }
      />
    </Card>
  );
}
const NOTHING: readonly CodeDiagnostic[] = [];

interface SourceFieldProps extends Pick<OutputLook, 'hint' | 'mode' | 'minHeight'> {
  name: string;
  label: string;
  names: readonly ExpressionName[];
  diagnostics: readonly CodeDiagnostic[];
  /** The first mistake, in words, while nothing else is wrong. */
  mistake: string | undefined;
  readOnly: boolean;
  remove: React.ReactNode;
}

function SourceField({ name, label, hint, mistake, remove, ...editor }: SourceFieldProps) {
  const { field } = useController({ name });
  const { id, error } = useField(name);
  const shown = error ?? mistake;
  return (
    <div className="relative">
      <div className="absolute -top-1 right-0 z-10">{remove}</div>
      <FieldFrame id={id} label={label} hint={hint} error={shown} labelAs="span">
        <LazyHandlebarsEditor
          {...editor}
          id={id}
          value={typeof field.value === 'string' ? field.value : ''}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          labelledBy={`${id}-label`}
          describedBy={`${id}-hint ${id}-error`}
          invalid={shown !== undefined}
          maxHeight={520}
        />
      </FieldFrame>
    </div>
  );
}
