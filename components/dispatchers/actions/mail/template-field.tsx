'use client';

import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { type NamedObject, templatesQuery } from '@/components/dispatchers/queries';
import { FieldFrame, useField } from '@/components/form/field';
import { Combobox } from '@/components/ui/combobox';

/**
 * The template of a mail: one that exists is kept by its id, so that it survives being renamed; any other text is kept as a
 * name, which may be an expression.
 */
export function TemplateField({ name }: { name: string }) {
  const id = useController({ name: `${name}.templateId` }).field;
  const byName = useController({ name: `${name}.templateName` }).field;
  const { id: fieldDomId, error, disabled, controlProps } = useField(`${name}.templateId`);
  const templates = useQuery(templatesQuery).data ?? [];
  const chosen = templates.find((template) => template.id === id.value);

  const onValueChange = (text: string) => {
    const known = templates.find((template) => template.name === text);
    id.onChange(known?.id ?? '');
    byName.onChange(known ? '' : text);
  };
  return (
    <FieldFrame
      id={fieldDomId}
      label="Template"
      error={error}
      hint="Gives subject and text. Its inputs are the fields of the event’s content."
    >
      <Combobox
        {...controlProps}
        ref={id.ref}
        value={byName.value || chosen?.name || id.value}
        onValueChange={onValueChange}
        onBlur={id.onBlur}
        disabled={disabled}
        placeholder="Choose a template"
        emptyText="There is no template yet. Make one through the API: POST /templates/v2."
        options={templates.map((template) => ({ value: template.name, hint: whatIsMissing(template) }))}
      />
    </FieldFrame>
  );
}

/** A template without these two outputs cannot be a mail. */
function whatIsMissing({ outputs = {} }: NamedObject): string | undefined {
  const missing = ['subject', 'body'].filter((output) => !(output in outputs));
  return missing.length > 0 ? `no ${missing.join(', no ')}` : undefined;
}
