'use client';

import { FileCode, Plus } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { CodeDiagnostic } from '@/components/form/code-diagnostics';
import type { ExpressionName } from '@/components/form/expression-names';
import { useField } from '@/components/form/field';
import { newOutput, type TemplateValues } from '@/components/templates/form-values';
import { OutputCard } from '@/components/templates/outputs/output-card';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';

/** Outputs with a meaning of their own, and how they are called in the menu. */
const KNOWN = [
  { name: 'subject', label: 'Subject of a mail' },
  { name: 'body', label: 'Body of a mail (HTML)' },
  { name: 'text', label: 'Text part of a mail' },
];

interface OutputListProps {
  names: readonly ExpressionName[];
  /** What to underline, by the name of the output. */
  mistakes: ReadonlyMap<string, readonly CodeDiagnostic[]>;
  readOnly: boolean;
}

/** What the template gives: each output in an editor of its own. */
export function OutputList({ names, mistakes, readOnly }: OutputListProps) {
  const { control } = useFormContext<TemplateValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'outputs', keyName: 'fieldKey' });
  const outputs = useWatch({ control, name: 'outputs' });
  const { error } = useField('outputs');
  const taken = new Set(outputs.map(({ name }) => name.trim()));
  const missing = KNOWN.filter(({ name }) => !taken.has(name));
  return (
    <>
      {fields.map((field, index) => (
        <OutputCard
          key={field.key}
          index={index}
          names={names}
          diagnostics={mistakes.get(outputs[index]?.name.trim() ?? '')}
          readOnly={readOnly}
          onRemove={() => remove(index)}
        />
      ))}
      {error && fields.length === 0 && <Notice kind="danger">{error}</Notice>}
      {!readOnly && (
        <div>
          <Menu
            align="start"
            trigger={
              <Button>
                <Plus aria-hidden /> Add output
              </Button>
            }
          >
            {missing.map(({ name, label }) => (
              <MenuItem key={name} onSelect={() => append(newOutput(name), { shouldFocus: false })}>
                <FileCode aria-hidden /> {label}
              </MenuItem>
            ))}
            <MenuItem onSelect={() => append(newOutput(''), { shouldFocus: false })}>
              <FileCode aria-hidden /> Another one
            </MenuItem>
          </Menu>
        </div>
      )}
    </>
  );
}
