'use client';

import { autocompletion, type CompletionSource, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { type CodeDiagnostic, showDiagnostics } from '@/components/form/code-diagnostics';
import { codeTheme } from '@/components/form/code-theme';

/** What a button outside may do with the editor. */
export interface CodeEditorHandle {
  /** The text and where the cursor stands in it. */
  read: () => { text: string; cursor: number };
  /** Replaces a part of the text, puts the cursor, and takes the focus. */
  replace: (from: number, to: number, text: string, cursor: number) => void;
  focus: () => void;
}

export interface CodeEditorProps {
  id: string;
  value: string;
  onValueChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  /** Ids of the label and of what describes the field. */
  labelledBy: string;
  describedBy: string;
  invalid: boolean;
  readOnly?: boolean | undefined;
  /** What is said in place of nothing. */
  placeholder?: string | undefined;
  /** Heights of what scrolls, in pixels. */
  minHeight?: number | undefined;
  maxHeight?: number | undefined;
  /** Offers completions, on typing and on Ctrl+Space. */
  complete?: CompletionSource | undefined;
  /** What was found elsewhere; needs `diagnosing` among the extensions. */
  diagnostics?: readonly CodeDiagnostic[] | undefined;
  /** Not `ref`: an editor that is loaded when it is first shown would not hand that on. */
  editorRef?: Ref<CodeEditorHandle> | undefined;
}

interface HostProps extends CodeEditorProps {
  /** The language, with what belongs to it. Read once, when the editor is made. */
  extensions: Extension;
}

/** The host of every editor of code. Tab leaves it, so that a keyboard never gets stuck; Ctrl+. takes the first fix. */
export function CodeEditor(props: HostProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const attributes = useRef(new Compartment());
  const { value, id, labelledBy, describedBy, invalid, readOnly = false, diagnostics } = props;

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({ parent: host.current, state: createState(latest, attributes.current) });
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

  useEffect(() => {
    if (view.current && diagnostics) showDiagnostics(view.current, diagnostics);
  }, [diagnostics]);

  useImperativeHandle(props.editorRef, () => ({
    read: () => ({
      text: view.current?.state.doc.toString() ?? latest.current.value,
      cursor: view.current?.state.selection.main.head ?? 0,
    }),
    replace: (from, to, text, cursor) => {
      view.current?.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: cursor },
        userEvent: 'input',
      });
      view.current?.focus();
    },
    focus: () => view.current?.focus(),
  }));

  return <div ref={host} className="control overflow-hidden" />;
}

function createState(latest: { readonly current: HostProps }, attributes: Compartment): EditorState {
  const props = latest.current;
  const { minHeight = 84, maxHeight = 360 } = props;
  return EditorState.create({
    doc: props.value,
    extensions: [
      SHARED,
      props.extensions,
      attributes.of(toAttributes(props)),
      autocompletion({
        override: [(context) => latest.current.complete?.(context) ?? null],
        icons: false,
        closeOnBlur: true,
        // A list that is there is meant: Enter must never fall through to a new line.
        interactionDelay: 0,
      }),
      props.placeholder ? placeholder(props.placeholder) : [],
      EditorView.theme({
        '.cm-scroller': { maxHeight: `${maxHeight}px` },
        '.cm-content, .cm-gutter': { minHeight: `${minHeight}px` },
      }),
      EditorView.cspNonce.of(document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) latest.current.onValueChange(update.state.doc.toString());
        if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
      }),
    ],
  });
}

type Attributes = Pick<CodeEditorProps, 'id' | 'labelledBy' | 'describedBy' | 'invalid' | 'readOnly'>;

function toAttributes({ id, labelledBy, describedBy, invalid, readOnly = false }: Attributes): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      id,
      'aria-labelledby': labelledBy,
      'aria-describedby': describedBy,
      ...(invalid ? { 'aria-invalid': 'true' } : {}),
      ...(readOnly ? { 'aria-readonly': 'true' } : {}),
    }),
  ];
}

const SHARED: Extension = [
  lineNumbers(),
  history(),
  bracketMatching(),
  closeBrackets(),
  indentOnInput(),
  lintGutter(),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
  EditorView.lineWrapping,
  codeTheme,
];
