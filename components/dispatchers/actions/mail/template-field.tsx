'use client';

import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { type NamedObject, templateQuery, templatesQuery } from '@/components/dispatchers/queries';
import { FieldFrame, useField } from '@/components/form/field';
import { Combobox } from '@/components/ui/combobox';

/**
 * The template of a mail: one that exists is kept by its id, so that it survives being renamed; any other text is kept as a
 * name, which may be an expression.
 */
export function TemplateField({ name: action }: { name: string }) {
  const id = useController({ name: `${action}.templateId` }).field;
  const byName = useController({ name: `${action}.templateName` }).field;
  const { id: fieldDomId, error, disabled, controlProps } = useField(`${action}.templateId`);
  const list = useQuery(templatesQuery);
  const templates = list.data ?? [];
  const listed = templates.find((template) => template.id === id.value);
  const unlisted = useQuery({ ...templateQuery(id.value), enabled: list.isSuccess && id.value !== '' && !listed });
  const name = byName.value || listed?.name || unlisted.data?.name;
  const isKnown = !list.isPending && !unlisted.isLoading;

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
        value={name ?? (isKnown ? id.value : '')}
        onValueChange={onValueChange}
        onBlur={id.onBlur}
        disabled={disabled}
        placeholder={isKnown ? 'Choose a template' : 'Loading …'}
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
