'use client';

import { json } from '@codemirror/lang-json';
import type { EditorState, Extension } from '@codemirror/state';
import { useMemo } from 'react';
import { type CodeDiagnostic, diagnosing } from '@/components/form/code-diagnostics';
import { CodeEditor, type CodeEditorProps } from '@/components/form/code-editor';
import { completeExpressions, type ExpressionText } from '@/components/form/expression-completion';
import type { ExpressionName } from '@/components/form/expression-names';
import { findJsonError } from '@/components/form/find-json-error';
import { inJsonString, jsonStrings } from '@/components/form/json-strings';
import { mustacheHighlighting } from '@/components/form/mustache-highlighting';

interface JsonEditorProps extends Omit<CodeEditorProps, 'complete'> {
  /** What is offered within `{{…}}` in its strings; without them nothing is. */
  names?: readonly ExpressionName[];
}

/** A JSON editor: highlighting, also of `{{…}}` in its texts, errors at their line, undo. */
export function JsonEditor({ names, ...editor }: JsonEditorProps) {
  const complete = useMemo(() => (names ? completeExpressions(names, stringAt) : undefined), [names]);
  return <CodeEditor {...editor} complete={complete} extensions={EXTENSIONS} />;
}

function stringAt(text: string, cursor: number): ExpressionText | undefined {
  const found = jsonStrings(text).find(({ from, to }) => from <= cursor && cursor <= to);
  return found && { from: found.from, to: found.to, encode: inJsonString };
}

/** Marks the place where the text stops being JSON. Nothing typed means no data, which is no mistake. */
function findMistake(state: EditorState): CodeDiagnostic[] {
  const text = state.doc.toString();
  const place = text.trim() === '' ? undefined : findJsonError(text.trimEnd());
  if (place === undefined) return [];
  return [
    {
      from: Math.max(0, place - 1),
      to: Math.min(text.length, place + 1),
      severity: 'error',
      message: 'This is not JSON',
    },
  ];
}

const EXTENSIONS: Extension = [json(), mustacheHighlighting, diagnosing(findMistake)];
