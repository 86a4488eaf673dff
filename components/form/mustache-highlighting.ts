import { type Extension, Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type MustacheToken, mustacheTokens } from '@/components/form/mustache-tokens';

const COLOURS: Record<MustacheToken['kind'], string> = {
  bracket: 'var(--code-atom)',
  keyword: 'var(--code-atom)',
  path: 'var(--code-key)',
  string: 'var(--code-string)',
  literal: 'var(--code-number)',
  comment: 'var(--faint)',
};

const marks = Object.fromEntries(
  Object.keys(COLOURS).map((kind) => [kind, Decoration.mark({ class: `cm-mustache-${kind}` })]),
) as Record<MustacheToken['kind'], Decoration>;

const colours = EditorView.theme(
  Object.fromEntries(Object.entries(COLOURS).map(([kind, color]) => [`.cm-mustache-${kind}`, { color }])),
);

/** Colours the parts of `{{…}}` that are in view, over whatever language they stand in. */
const plugin = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    private tokens: MustacheToken[];

    constructor(view: EditorView) {
      this.tokens = mustacheTokens(view.state.doc.toString());
      this.decorations = decorate(this.tokens, view);
    }

    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged) this.tokens = mustacheTokens(view.state.doc.toString());
      if (docChanged || viewportChanged) this.decorations = decorate(this.tokens, view);
    }
  },
  { decorations: (value) => value.decorations },
);

function decorate(tokens: readonly MustacheToken[], view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { from, to } = view.viewport;
  for (const token of tokens) {
    if (token.to > from && token.from < to) builder.add(token.from, token.to, marks[token.kind]);
  }
  return builder.finish();
}

/** The higher of two marks becomes the inner one, so that its colour is the one that is seen. */
export const mustacheHighlighting: Extension = [Prec.highest(plugin), colours];
