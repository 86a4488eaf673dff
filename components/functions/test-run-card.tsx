'use client';

import { Play } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { AllowedButton } from '@/components/data/allowed-button';
import { useFormScope } from '@/components/form/form';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';
import { parseJsonText } from '@/components/form/parse-json';
import type { FunctionValues } from '@/components/functions/form-values';
import { useTestRun } from '@/components/functions/queries';
import { RealEventMenu } from '@/components/functions/real-event-menu';
import { RunningTime, TestRunResult } from '@/components/functions/test-run-result';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { isJsonObject, type JsonObject } from '@/lib/format/json';
import { DIRECT_TIME_LIMIT_S } from '@/lib/functions/schema';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

/** Runs the stored function once, with data that is typed or taken from a real event, and shows what came of it. */
export function TestRunCard({ detail }: { detail: FunctionDetail }) {
  const { name, enabled, timeLimit } = detail.fn;
  const id = useId();
  const [text, setText] = useState('{\n  \n}');
  const [mistake, setMistake] = useState<string>();
  const run = useTestRun(name);
  const { isDirty } = useFormContext<FunctionValues>().formState;
  const start = () => {
    const data = readData(text);
    setMistake(typeof data === 'string' ? data : undefined);
    if (typeof data !== 'string') run.mutate(data);
  };
  const saveAndStart = useSaveFirst(start);
  const refusal = !enabled
    ? 'It is disabled: enable it to run it.'
    : timeLimit > DIRECT_TIME_LIMIT_S
      ? `Its time limit is ${timeLimit} s; a test run waits for at most ${DIRECT_TIME_LIMIT_S} s. Set a lower limit and save.`
      : undefined;
  return (
    <Card aria-labelledby="test-heading">
      <CardHeader id="test-heading" title="Test run">
        <RealEventMenu
          detail={detail}
          onData={(data) => {
            setText(JSON.stringify(data, null, 2));
            setMistake(undefined);
          }}
        />
      </CardHeader>
      <div className="grid gap-3 p-4">
        <div className="grid gap-1">
          <span id={`${id}-label`} className="font-medium">
            Data
          </span>
          <LazyJsonEditor
            id={id}
            value={text}
            onValueChange={setText}
            labelledBy={`${id}-label`}
            describedBy={`${id}-hint`}
            invalid={mistake !== undefined}
            maxHeight={220}
          />
          <p
            id={`${id}-hint`}
            role={mistake ? 'alert' : undefined}
            className={mistake ? 'text-danger text-xs' : 'text-faint text-xs'}
          >
            {mistake ?? 'The handler gets it as task.data. It really runs: what it does, it does.'}
          </p>
        </div>
        {refusal && <Notice kind="quiet">{refusal}</Notice>}
        <div className="flex flex-wrap items-center gap-3">
          <AllowedButton
            permission="EXECUTE_TASK_FUNCTION"
            disabled={refusal !== undefined}
            busy={run.isPending}
            onClick={isDirty ? saveAndStart : start}
          >
            <Play aria-hidden /> {isDirty ? 'Save and run' : 'Run'}
          </AllowedButton>
          {run.isPending && <RunningTime limit={timeLimit} />}
        </div>
        {run.isError && !run.isPending && (
          <Notice kind="danger" role="alert">
            {run.error.message}
          </Notice>
        )}
        {run.data && !run.isPending && <TestRunResult run={run.data} />}
      </div>
    </Card>
  );
}

/** What is typed as data: an object, or in words why it is none. */
function readData(text: string): JsonObject | string {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return `This ${parsed.message}`;
  const value = parsed.value ?? {};
  return isJsonObject(value) ? value : 'Data must be an object: { … }';
}

/** Submits the form around it, and goes on once it is saved; a form that is refused stops it. */
function useSaveFirst(then: () => void): () => void {
  const { formId } = useFormScope();
  const { isDirty, isSubmitting, submitCount } = useFormContext().formState;
  const [wanted, setWanted] = useState(false);
  const countBefore = useRef(0);
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    if (!wanted || isSubmitting) return;
    if (isDirty && submitCount === countBefore.current) return;
    setWanted(false);
    if (!isDirty) latest.current();
  }, [wanted, isDirty, isSubmitting, submitCount]);
  return () => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    countBefore.current = submitCount;
    setWanted(true);
    form.requestSubmit();
  };
}
