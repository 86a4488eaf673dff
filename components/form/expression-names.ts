import type { ExpressionPlace } from '@/components/form/expression-place';

/** A name that can be written in `{{…}}`, with what a person chooses it by. */
export interface ExpressionName {
  /** As it is written: `content.email`, `default`. */
  name: string;
  kind: 'variable' | 'helper';
  /** Written `{{#name …}}…{{/name}}`: only so, or also so. */
  block?: 'only' | 'also' | undefined;
  /** The type of a variable, the signature of a helper. */
  detail?: string | undefined;
  /** A value that it had, or what the helper gives. */
  example?: string | undefined;
  /** The share of events that have it, from 0 to 1. */
  share?: number | undefined;
}

/** A change of the text: `cursor` is where it stands afterwards. */
export interface Insertion {
  from: number;
  to: number;
  text: string;
  cursor: number;
}

const MAX_OFFERED = 60;

/** The names that fit at a place, the closest first. */
export function offerNames(names: readonly ExpressionName[], place: ExpressionPlace): ExpressionName[] {
  if (place.where === 'nowhere') return [];
  const fitting = names.filter(({ kind, block }) => {
    if (place.where === 'block') return kind === 'variable' || block !== undefined;
    return place.where !== 'argument' || block !== 'only';
  });
  return searchNames(fitting, place.typed);
}

/** The names that hold a text: those that begin with it, then those of which a part begins with it, then the others. */
export function searchNames(names: readonly ExpressionName[], text: string): ExpressionName[] {
  const needle = text.toLowerCase();
  if (needle === '') return names.slice(0, MAX_OFFERED);
  const ranked = names.flatMap((item) => {
    const rank = rankOf(item.name.toLowerCase(), needle);
    return rank === undefined ? [] : [{ item, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_OFFERED)
    .map(({ item }) => item);
}

function rankOf(name: string, needle: string): number | undefined {
  const at = name.indexOf(needle);
  if (at === 0) return 0;
  if (name.split(/[.[\]@_]/).some((part) => part.startsWith(needle))) return 1;
  return at === -1 ? undefined : 2;
}

/** What taking a name does to the text, wherever the cursor stands: brackets are added as they are needed. */
export function insertName({ name, kind, block }: ExpressionName, place: ExpressionPlace, text: string): Insertion {
  const { from, to, where, missing, closes } = place;
  if (kind === 'variable') {
    const whole = where === 'outside' ? `{{${name}}}` : name + missing;
    return { from, to, text: whole, cursor: from + whole.length };
  }
  if (block === 'only' || where === 'block') return insertBlock(name, place, text);
  if (where === 'outside') return at(from, to, `{{${name} `, '}}');
  if (where === 'argument') return at(from, to, `(${name} `, `)${missing}`);
  const follows = /^\s/.test(text.slice(to, to + 1)) && closes.from > to + 1;
  return follows ? at(from, to, name, missing) : at(from, to, `${name} `, missing);
}

/** A block comes with its end, which stands after the brackets that close its beginning. */
function insertBlock(name: string, { from, to, where, closes }: ExpressionPlace, text: string): Insertion {
  if (where === 'outside') return at(from, to, `{{#${name} `, `}}{{/${name}}}`);
  const isElse = where === 'head' && /\{\{~?\s*else\s+$/.test(text.slice(0, from));
  if (isElse) return at(from, to, `${name} `, '');
  const rest = closes.to > closes.from ? text.slice(to, closes.to).trimStart() : '}}';
  return at(from, Math.max(to, closes.to), `${where === 'block' ? '' : '#'}${name} `, `${rest}{{/${name}}}`);
}

function at(from: number, to: number, before: string, after: string): Insertion {
  return { from, to, text: before + after, cursor: from + before.length };
}
