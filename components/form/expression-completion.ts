import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { type ExpressionName, insertName, offerNames } from '@/components/form/expression-names';
import { type ExpressionPlace, placeAt } from '@/components/form/expression-place';
import { shareText } from '@/components/form/share-text';

/** A part of an editor's text that is a text of its own, such as a string of JSON, and how to write into it. */
export interface ExpressionText {
  from: number;
  to: number;
  encode: (text: string) => string;
}

/** Offers names within `{{…}}`, and anywhere on demand. `textAt` finds the text to complete in; by default the whole. */
export function completeExpressions(
  names: readonly ExpressionName[],
  textAt: (text: string, cursor: number) => ExpressionText | undefined = (text) => ({
    from: 0,
    to: text.length,
    encode: (inserted) => inserted,
  }),
): CompletionSource {
  const complete = (context: CompletionContext): CompletionResult | null => {
    const whole = context.state.doc.toString();
    const found = textAt(whole, context.pos);
    if (!found) return null;
    const text = whole.slice(found.from, found.to);
    const place = placeAt(text, context.pos - found.from);
    if (place.where === 'outside' && !context.explicit) return null;
    const offered = offerNames(names, place);
    if (offered.length === 0) return null;
    const options = offered.map((name, index) => toCompletion(name, index, place, text, found));
    // Without `update`, what is offered could not be chosen for a moment after each key.
    const update = (_current: CompletionResult, _from: number, _to: number, next: CompletionContext) => complete(next);
    return { from: found.from + place.from, to: context.pos, filter: false, options, update };
  };
  return complete;
}

function toCompletion(
  item: ExpressionName,
  index: number,
  place: ExpressionPlace,
  text: string,
  { from, encode }: ExpressionText,
): Completion {
  return {
    label: item.name,
    detail: [item.detail, shareText(item.share)].filter(Boolean).join(' · '),
    ...(item.example && { info: item.kind === 'variable' ? `Such as ${item.example}` : item.example }),
    boost: -index / 100,
    apply: (view) => {
      const insertion = insertName(item, place, text);
      const written = encode(insertion.text);
      const cursor = encode(insertion.text.slice(0, insertion.cursor - insertion.from)).length;
      view.dispatch({
        changes: { from: from + insertion.from, to: from + insertion.to, insert: written },
        selection: { anchor: from + insertion.from + cursor },
        userEvent: 'input.complete',
      });
    },
  };
}
