'use client';

import { javascript } from '@codemirror/lang-javascript';
import { syntaxTree } from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';
import { type CodeDiagnostic, diagnosing } from '@/components/form/code-diagnostics';
import { CodeEditor, type CodeEditorProps } from '@/components/form/code-editor';

/** An editor of JavaScript: highlighting, and a mark where the text stops being JavaScript. */
export function JavaScriptEditor(props: CodeEditorProps) {
  return <CodeEditor {...props} extensions={EXTENSIONS} />;
}

/** The first place that cannot be read; what follows it is mostly its consequence. */
function findMistake(state: EditorState): CodeDiagnostic[] {
  let place: number | undefined;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.type.isError) place ??= node.from;
      return place === undefined;
    },
  });
  if (place === undefined) return [];
  const { from, to } = state.doc.lineAt(place);
  const end = Math.min(to, Math.max(place + 1, from));
  return [
    {
      from: Math.min(place, Math.max(from, end - 1)),
      to: end,
      severity: 'error',
      message: 'This cannot be read as JavaScript',
    },
  ];
}

const EXTENSIONS: Extension = [javascript(), diagnosing(findMistake)];
