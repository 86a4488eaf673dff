'use client';

import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { findJsonError } from '@/components/form/find-json-error';

export interface JsonEditorProps {
  id: string;
  value: string;
  onValueChange: (value: string) => void;
  onBlur?: () => void;
  /** Ids of the label and of what describes the field. */
  labelledBy: string;
  describedBy: string;
  invalid: boolean;
  readOnly?: boolean;
}

/** A JSON editor: highlighting, errors at their line, undo. Tab leaves it, so that a keyboard never gets stuck. */
export function JsonEditor(props: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const attributes = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  const { value, id, labelledBy, describedBy, invalid, readOnly = false } = props;

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EXTENSIONS,
          attributes.current.of(toAttributes(latest.current)),
          EditorState.readOnly.of(latest.current.readOnly ?? false),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onValueChange(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    // Line heights measured before the face has loaded would leave the numbers beside the wrong lines.
    void document.fonts.ready.then(() => editor.requestMeasure());
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(toAttributes({ id, labelledBy, describedBy, invalid, readOnly })),
    });
  }, [id, labelledBy, describedBy, invalid, readOnly]);

  return <div ref={host} className="control overflow-hidden" />;
}

function toAttributes(
  props: Pick<JsonEditorProps, 'id' | 'labelledBy' | 'describedBy' | 'invalid' | 'readOnly'>,
): Extension {
  return EditorView.contentAttributes.of({
    id: props.id,
    'aria-labelledby': props.labelledBy,
    'aria-describedby': props.describedBy,
    ...(props.invalid ? { 'aria-invalid': 'true' } : {}),
    ...(props.readOnly ? { 'aria-readonly': 'true' } : {}),
  });
}

/** Marks the place where the text stops being JSON. Nothing typed means no data, which is no mistake. */
function findMistake(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString();
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
const jsonLinter = linter(findMistake, { delay: 300 });

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--code-atom)' },
]);

const theme = EditorView.theme({
  '&': { fontSize: '12.5px', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', minHeight: '84px', maxHeight: '360px' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--ink)', fontSize: 'inherit' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--faint)', border: 'none' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    fontFamily: 'var(--font-sans)',
  },
});

const EXTENSIONS: Extension = [
  lineNumbers(),
  history(),
  bracketMatching(),
  closeBrackets(),
  indentOnInput(),
  json(),
  jsonLinter,
  lintGutter(),
  syntaxHighlighting(highlight),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
  EditorView.lineWrapping,
  theme,
];
