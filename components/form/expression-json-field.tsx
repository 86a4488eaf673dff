'use client';

import { useMemo, useRef } from 'react';
import { useController } from 'react-hook-form';
import type { CodeDiagnostic } from '@/components/form/code-diagnostics';
import type { CodeEditorHandle } from '@/components/form/code-editor';
import { type ExpressionName, type Insertion, insertName } from '@/components/form/expression-names';
import { placeAt } from '@/components/form/expression-place';
import type { CheckedText } from '@/components/form/expression-queries';
import { useCheckedTexts, useExpressionNames } from '@/components/form/expression-scope';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { InsertVariable } from '@/components/form/insert-variable';
import { inJsonString, type JsonString, jsonStrings } from '@/components/form/json-strings';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';
import { MarkList, type Remark } from '@/components/form/mark-list';

/** JSON whose texts may hold `{{…}}`, held by the form as text: what cannot be read yet must survive too. */
export function ExpressionJsonField({ name, label, hint, optional, className }: FieldProps) {
  const { field } = useController({ name });
  const text = typeof field.value === 'string' ? field.value : '';
  const { id, error, disabled } = useField(name);
  const { names, events } = useExpressionNames();
  const editor = useRef<CodeEditorHandle>(null);
  const strings = useMemo(() => jsonStrings(text), [text]);
  const checked = useCheckedTexts(strings.map(({ value }) => value));
  const diagnostics = useMemo(() => toDiagnostics(strings, checked), [strings, checked]);

  const replace = ({ from, to, text: inserted, cursor }: Insertion) =>
    editor.current?.replace(from, to, inserted, cursor);
  const remarks = diagnostics.map(
    ({ mark, ...at }): Remark => ({
      key: `${at.from} ${mark.message}`,
      mark,
      ...(!disabled && {
        onFix: (fix) => {
          const written = inJsonString(fix);
          replace({ from: at.from, to: at.to, text: written, cursor: at.from + written.length });
        },
      }),
    }),
  );
  return (
    <FieldFrame
      id={id}
      label={label}
      hint={hint}
      optional={optional}
      error={error}
      labelAs="span"
      className={className}
      action={
        !disabled && (
          <InsertVariable
            names={names}
            events={events}
            describedBy={`${id}-label`}
            onClose={() => editor.current?.focus()}
            onPick={(picked) => {
              const at = editor.current?.read();
              if (at) replace(toInsertion(picked, at.text, at.cursor));
            }}
          />
        )
      }
    >
      <LazyJsonEditor
        id={id}
        editorRef={editor}
        value={text}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        labelledBy={`${id}-label`}
        describedBy={`${id}-hint ${id}-error ${id}-marks`}
        invalid={error !== undefined}
        readOnly={disabled}
        names={names}
        diagnostics={diagnostics}
      />
      <MarkList id={`${id}-marks`} remarks={remarks} />
    </FieldFrame>
  );
}

type JsonDiagnostic = CodeDiagnostic & Pick<Remark, 'mark'>;

function toDiagnostics(strings: readonly JsonString[], checked: ReadonlyMap<string, CheckedText>): JsonDiagnostic[] {
  return strings.flatMap(({ value, offsets }) =>
    (checked.get(value)?.marks ?? []).map((mark) => ({
      from: offsets[mark.from] ?? 0,
      to: offsets[mark.to] ?? 0,
      severity: mark.severity,
      message: mark.message,
      fixes: mark.fixes.map(({ label, text }) => ({ label, text: inJsonString(text) })),
      mark,
    })),
  );
}

/** Within a string, what fits there; elsewhere a string of its own. */
function toInsertion(picked: ExpressionName, text: string, cursor: number): Insertion {
  const string = jsonStrings(text).find(({ from, to }) => from <= cursor && cursor <= to);
  const from = string?.from ?? cursor;
  const inside = string ? text.slice(string.from, string.to) : '';
  const insertion = insertName(picked, placeAt(inside, cursor - from), inside);
  const written = inJsonString(insertion.text);
  const quote = string ? '' : '"';
  return {
    from: from + insertion.from,
    to: from + insertion.to,
    text: quote + written + quote,
    cursor: from + insertion.cursor + quote.length,
  };
}
