'use client';

import { FileArchive, PencilLine } from 'lucide-react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { FieldFrame, useField } from '@/components/form/field';
import { LazyJavaScriptEditor } from '@/components/form/lazy-javascript-editor';
import { SelectField } from '@/components/form/select-field';
import { TextField } from '@/components/form/text-field';
import { toCodePath } from '@/components/functions/code-file';
import type { FunctionValues } from '@/components/functions/form-values';
import { STARTER } from '@/components/functions/starter';
import { ZipDrop, ZipFiles } from '@/components/functions/zip-drop';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { FunctionCodeView } from '@/lib/functions/usage/schema';

const RUNTIMES = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

interface CodeSectionProps {
  /** What is stored; undefined for a new function, or for who may not see it. */
  code: FunctionCodeView | undefined;
  readOnly: boolean;
}

/** The code of a local function: written here, or a zip. */
export function CodeSection({ code, readOnly }: CodeSectionProps) {
  const { setValue } = useFormContext<FunctionValues>();
  const [from, runtime] = useWatch<FunctionValues, ['code.from', 'runtime']>({ name: ['code.from', 'runtime'] });
  const toggle = () => {
    const next = from === 'written' ? 'zip' : 'written';
    setValue('code.from', next, { shouldDirty: true });
    if (next === 'written' && !code?.source) setValue('code.source', STARTER, { shouldDirty: true });
  };
  const runtimes = RUNTIMES.includes(runtime) || !runtime ? RUNTIMES : [...RUNTIMES, runtime];
  return (
    <Card aria-labelledby="code-heading">
      <CardHeader id="code-heading" title="Code">
        {!readOnly && (
          <Button variant="ghost" onClick={toggle}>
            {from === 'written' ? <FileArchive aria-hidden /> : <PencilLine aria-hidden />}
            {from === 'written' ? 'Upload a zip instead' : 'Write it here instead'}
          </Button>
        )}
      </CardHeader>
      <div className="grid gap-4 p-4">
        {from === 'written' ? (
          <SourceField stored={code?.source?.path} />
        ) : (
          <ZipField code={code} readOnly={readOnly} />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="entryPoint"
            label="Entry point"
            autoComplete="off"
            placeholder="index.handler"
            hint="File without its extension, a dot, and what it exports."
          />
          <SelectField
            name="runtime"
            label="Runtime"
            options={runtimes.map((value) => ({ value, label: value }))}
            hint="Kept for the contract: it runs with the Node.js of this server."
          />
        </div>
      </div>
    </Card>
  );
}

function SourceField({ stored }: { stored: string | undefined }) {
  const { field } = useController<FunctionValues, 'code.source'>({ name: 'code.source' });
  const entryPoint = useWatch<FunctionValues, 'entryPoint'>({ name: 'entryPoint' });
  const { id, error, disabled } = useField('code');
  return (
    <FieldFrame
      id={id}
      label={toCodePath(entryPoint.trim(), field.value, stored)}
      hint="Only what Node.js brings along can be imported; for packages, upload a zip with node_modules in it."
      error={error}
      labelAs="span"
    >
      <LazyJavaScriptEditor
        id={id}
        value={field.value}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        labelledBy={`${id}-label`}
        describedBy={`${id}-hint ${id}-error`}
        invalid={error !== undefined}
        readOnly={disabled}
        minHeight={320}
        maxHeight={620}
      />
    </FieldFrame>
  );
}

function ZipField({ code, readOnly }: CodeSectionProps) {
  const { field } = useController<FunctionValues, 'code.zip'>({ name: 'code.zip' });
  const { id, error } = useField('code');
  return (
    <div className="grid gap-3">
      {!readOnly && (
        <FieldFrame id={id} label="Zip" error={error} labelAs="span">
          <ZipDrop id={id} picked={field.value} onPick={field.onChange} replaces={code !== undefined} />
        </FieldFrame>
      )}
      {field.value ? (
        <ZipFiles label="In the chosen zip" files={field.value.files} />
      ) : code ? (
        <ZipFiles label="Stored now" files={code.files} />
      ) : (
        readOnly && <Notice kind="quiet">The code is shown to those who may replace it (UPDATE_TASK_FUNCTION).</Notice>
      )}
    </div>
  );
}
