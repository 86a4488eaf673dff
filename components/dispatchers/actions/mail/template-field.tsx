'use client';

import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { useUnknownName } from '@/components/dispatchers/actions/known-names';
import { useTemplateRemarks } from '@/components/dispatchers/actions/mail/template-remarks';
import { type NamedObject, templateQuery, templatesQuery } from '@/components/dispatchers/queries';
import { ExpressionControl } from '@/components/form/expression-field';

const LISTED = 50;

/**
 * The template of a mail: one that exists is kept by its id, so that it survives being renamed; any other text is kept as a
 * name, which may be an expression.
 */
export function TemplateField({ name: action }: { name: string }) {
  const id = useController({ name: `${action}.templateId` }).field;
  const byName = useController({ name: `${action}.templateName` }).field;
  const list = useQuery(templatesQuery);
  const templates = list.data ?? [];
  const listed = templates.find((template) => template.id === id.value);
  const unlisted = useQuery({ ...templateQuery(id.value), enabled: list.isSuccess && id.value !== '' && !listed });
  const named = templates.find((template) => template.name === byName.value);
  const name = byName.value || listed?.name || unlisted.data?.name;
  const isKnown = !list.isPending && !unlisted.isLoading;

  const onValueChange = (text: string) => {
    const known = templates.find((template) => template.name === text);
    id.onChange(known?.id ?? '');
    byName.onChange(known ? '' : text);
  };
  const value = name ?? (isKnown ? id.value : '');
  // Of more than are listed, one that is not among them may well be there.
  const names = templates.length < LISTED ? list.data?.map((template) => template.name) : undefined;
  return (
    <ExpressionControl
      name={`${action}.templateId`}
      frame={{
        label: 'Template',
        hint: 'Gives subject and text. Its inputs are the fields of the event’s content.',
      }}
      value={value}
      onValueChange={onValueChange}
      onBlur={id.onBlur}
      marks={useUnknownName(value, isKnown ? names : undefined, 'template')}
      remarks={useTemplateRemarks(named ?? listed ?? unlisted.data)}
      placeholder={isKnown ? 'Choose a template' : 'Loading …'}
      emptyText="There is no template yet: make one first."
      options={templates.map((template) => ({ value: template.name, hint: whatIsMissing(template) }))}
    />
  );
}

/** A template without these two outputs cannot be a mail. */
function whatIsMissing({ outputs = {} }: NamedObject): string | undefined {
  const missing = ['subject', 'body'].filter((output) => !(output in outputs));
  return missing.length > 0 ? `no ${missing.join(', no ')}` : undefined;
}
