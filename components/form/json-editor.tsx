'use client';

import { json } from '@codemirror/lang-json';
import type { EditorState, Extension } from '@codemirror/state';
import { type CodeDiagnostic, diagnosing } from '@/components/form/code-diagnostics';
import { CodeEditor, type CodeEditorProps } from '@/components/form/code-editor';
import { findJsonError } from '@/components/form/find-json-error';
import { mustacheHighlighting } from '@/components/form/mustache-highlighting';

/** A JSON editor: highlighting, also of `{{…}}` in its texts, errors at their line, undo. */
export function JsonEditor(props: CodeEditorProps) {
  return <CodeEditor {...props} extensions={EXTENSIONS} />;
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
