'use client';

import { html } from '@codemirror/lang-html';
import type { Extension } from '@codemirror/state';
import { useMemo } from 'react';
import { diagnosing } from '@/components/form/code-diagnostics';
import { CodeEditor, type CodeEditorProps } from '@/components/form/code-editor';
import { completeExpressions } from '@/components/form/expression-completion';
import type { ExpressionName } from '@/components/form/expression-names';
import { mustacheHighlighting } from '@/components/form/mustache-highlighting';

interface HandlebarsEditorProps extends Omit<CodeEditorProps, 'complete'> {
  /** What stands around the `{{…}}`. Read once, when the editor is made. */
  mode: 'html' | 'text';
  /** What is offered within `{{…}}`: helpers, inputs. */
  names: readonly ExpressionName[];
}

/** An editor of Handlebars: highlighting, completion of names, mistakes at their place. */
export function HandlebarsEditor({ mode, names, ...editor }: HandlebarsEditorProps) {
  const complete = useMemo(() => completeExpressions(names), [names]);
  return <CodeEditor {...editor} complete={complete} extensions={EXTENSIONS[mode]} />;
}

const shared: Extension = [mustacheHighlighting, diagnosing(() => [])];

const EXTENSIONS: Record<HandlebarsEditorProps['mode'], Extension> = {
  html: [html({ autoCloseTags: true }), shared],
  text: shared,
};
