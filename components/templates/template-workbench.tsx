'use client';

import { useMemo } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Side } from '@/components/form/side-switch';
import { TextareaField, TextField } from '@/components/form/text-field';
import type { TemplateValues } from '@/components/templates/form-values';
import { InputEditor } from '@/components/templates/inputs/input-editor';
import { findMistakes } from '@/components/templates/outputs/find-mistakes';
import { toNames } from '@/components/templates/outputs/names';
import { OutputList } from '@/components/templates/outputs/output-list';
import { PreviewPane } from '@/components/templates/preview/preview-pane';
import { usePreviewValues } from '@/components/templates/preview/use-preview-values';
import { useTemplatePreview } from '@/components/templates/preview/use-template-preview';
import { Card } from '@/components/ui/card';
import { cx } from '@/components/ui/cx';

interface TemplateWorkbenchProps {
  id: string | undefined;
  side: Side;
  readOnly: boolean;
  /** Leads to the field that a problem is about, such as `template.body`. */
  onFocusField: (path: string) => void;
}

/** Both sides of the editor: what is found on the one is shown on the other. */
export function TemplateWorkbench({ id, side, readOnly, onFocusField }: TemplateWorkbenchProps) {
  const { control } = useFormContext<TemplateValues>();
  const inputs = useWatch({ control, name: 'inputs' });
  const outputs = useWatch({ control, name: 'outputs' });
  const name = useWatch({ control, name: 'name' });
  const choice = usePreviewValues(id, inputs);
  const preview = useTemplatePreview({ inputs, outputs, choice });
  const mistakes = useMemo(() => findMistakes(preview.rendered), [preview.rendered]);
  const content = choice.mode === 'event' ? choice.real?.content : undefined;
  const names = useMemo(() => toNames(inputs, content), [inputs, content]);
  return (
    <>
      <div className={cx('grid min-w-0 gap-4', side !== 'form' && 'max-xl:hidden')}>
        <Card aria-label="Template" className="grid gap-4 p-4">
          <TextField
            name="name"
            label="Name"
            placeholder="order-confirmation"
            hint="Dispatchers and services call it by this name."
          />
          <TextareaField name="description" label="Description" optional />
        </Card>
        <InputEditor readOnly={readOnly} />
        <OutputList names={names} mistakes={mistakes} readOnly={readOnly} />
      </div>
      <div className={cx('min-w-0 xl:sticky xl:top-20', side !== 'preview' && 'max-xl:hidden')}>
        <PreviewPane name={name} choice={choice} preview={preview} onFocusField={onFocusField} />
      </div>
    </>
  );
}
