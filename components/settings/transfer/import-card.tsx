'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';
import { ImportPlan } from '@/components/settings/transfer/import-plan';
import { useImport } from '@/components/settings/transfer/queries';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { ApiError } from '@/lib/http/client';

const MAX_FILE_BYTES = 15 * 1024 * 1024;

/** A file is dropped, chosen or pasted; first its plan is shown, then it is applied. */
export function ImportCard() {
  const [text, setText] = useState('');
  const [clean, setClean] = useState(false);
  const plan = useImport({ dryRun: true });
  const apply = useImport({ dryRun: false });
  const change = (next: string) => {
    setText(next);
    plan.reset();
    apply.reset();
  };
  const onApply = () =>
    apply.mutate(
      { text, clean },
      {
        onSuccess: () => {
          plan.reset();
          toast.success('Imported');
        },
      },
    );
  const result = apply.data ?? plan.data;
  const error = apply.error ?? plan.error;
  const writes = plan.data?.steps.filter(({ act }) => act !== 'unchanged').length ?? 0;
  return (
    <Card>
      <CardHeader title="Import" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-4">
        <DropZone onText={change} />
        <span id="import-label" className="sr-only">
          dispatchers.json
        </span>
        <LazyJsonEditor
          id="import"
          labelledBy="import-label"
          describedBy="import-error"
          value={text}
          onValueChange={change}
          onBlur={() => undefined}
          invalid={error !== null}
          readOnly={false}
        />
        <div className="flex items-start gap-2.5">
          <Checkbox
            label="Remove what the file does not have"
            className="mt-0.5"
            checked={clean}
            onCheckedChange={(next) => {
              setClean(next);
              plan.reset();
              apply.reset();
            }}
          />
          <span aria-hidden>
            Remove what the file does not have
            <span className="block text-faint text-xs">
              Only dispatchers with the tag EXH_CLI_MANAGED, which the command-line tool gives.
            </span>
          </span>
        </div>
        <div id="import-error">{error && <Refusal error={error} />}</div>
        <div className="flex flex-wrap gap-2">
          <Button
            variant={plan.data ? 'secondary' : 'primary'}
            disabled={text.trim() === ''}
            busy={plan.isPending}
            onClick={() => plan.mutate({ text, clean })}
          >
            Show the plan
          </Button>
          {plan.data && !apply.data && (
            <AllowedButton
              permission="UPDATE_DISPATCHERS"
              variant="primary"
              disabled={writes === 0}
              busy={apply.isPending}
              onClick={onApply}
            >
              {writes === 1 ? 'Apply 1 change' : `Apply ${writes} changes`}
            </AllowedButton>
          )}
        </div>
        {result && <ImportPlan result={result} />}
      </div>
    </Card>
  );
}

function Refusal({ error }: { error: Error }) {
  const errors = error instanceof ApiError ? error.errors : [];
  return (
    <Notice kind="danger" role="alert">
      {errors.length === 0 ? error.message : 'Nothing was imported:'}
      {errors.length > 0 && (
        <ul className="mt-1 grid gap-0.5">
          {errors.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function DropZone({ onText }: { onText: (text: string) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) toast.error('A file may have 15 MB');
    else onText(await file.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the button in it is another
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        'flex flex-wrap items-center gap-2 rounded-md border border-dashed px-3 py-3 text-muted',
        over && 'border-accent bg-accent-soft',
      )}
    >
      <FileUp aria-hidden className="size-4" />
      Drop dispatchers.json here, paste it below, or
      <Button size="sm" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="dispatchers.json"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
