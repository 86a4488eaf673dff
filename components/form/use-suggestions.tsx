import { type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import { editInput } from '@/components/form/edit-input';
import { type ExpressionName, insertName, offerNames } from '@/components/form/expression-names';
import { type ExpressionPlace, placeAt } from '@/components/form/expression-place';
import { type Choice, NameContent } from '@/components/form/name-list';
import type { ComboboxOption } from '@/components/ui/combobox';

interface SuggestionSource {
  inputRef: RefObject<HTMLInputElement | null>;
  value: string;
  onValueChange: (value: string) => void;
  names: readonly ExpressionName[];
  /** Whole values that are offered outside of `{{…}}`. */
  options?: readonly ComboboxOption[] | undefined;
  /** Said in place of options when there are none. */
  emptyText?: string | undefined;
}

/** Why it is looked what to offer: something was typed, it was asked for, or the field was clicked. */
type Cause = 'typed' | 'asked' | 'clicked';

/** What is offered for the text of an input: names within `{{…}}`, whole values elsewhere. */
export function useSuggestions({ inputRef, value, onValueChange, names, options, emptyText }: SuggestionSource) {
  const [place, setPlace] = useState<ExpressionPlace>();
  const [typed, setTyped] = useState(false);
  const [active, setActive] = useState(0);
  const close = () => setPlace(undefined);

  const look = (cause: Cause) => {
    const input = inputRef.current;
    if (!input) return;
    const next = placeAt(input.value, input.selectionStart ?? input.value.length);
    const isInside = next.where !== 'outside';
    const opens = isInside ? cause !== 'clicked' : cause === 'asked' || options !== undefined;
    setTyped(cause === 'typed');
    setPlace(opens ? next : undefined);
    // Of whole values none is taken by Enter unless it was chosen: any text may stay.
    setActive(isInside || cause === 'asked' ? 0 : -1);
  };
  const takeName = (name: ExpressionName, at: ExpressionPlace) => {
    const input = inputRef.current;
    if (!input) return;
    editInput(input, insertName(name, at, input.value));
    const next = placeAt(input.value, input.selectionStart ?? 0);
    // After a helper its arguments come; after a variable nothing needs to.
    setPlace(name.kind === 'helper' && next.where !== 'outside' ? next : undefined);
    setActive(0);
  };
  const takeOption = (option: ComboboxOption) => {
    onValueChange(option.value);
    close();
  };

  const choices = place ? toChoices({ place, value, names, options, typed, takeName, takeOption }) : [];
  const saysEmpty = place?.where === 'outside' && options?.length === 0 && emptyText !== undefined && !typed;
  const isOpen = place !== undefined && (choices.length > 0 || saysEmpty);

  /** @returns whether the key was for the suggestions */
  const handleKey = (event: KeyboardEvent): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = isOpen ? choices[active] : undefined;
    if (event.key === ' ' && event.ctrlKey) look('asked');
    else if (step && isOpen) setActive((index) => Math.max(0, Math.min(choices.length - 1, index + step)));
    else if (step === 1 && options) look('asked');
    else if (event.key === 'Enter' && chosen) chosen.onTake();
    else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      close();
    } else return false;
    event.preventDefault();
    return true;
  };
  return { isOpen, choices, active, look, close, handleKey };
}

interface ChoiceSource extends Pick<SuggestionSource, 'value' | 'names' | 'options'> {
  place: ExpressionPlace;
  typed: boolean;
  takeName: (name: ExpressionName, at: ExpressionPlace) => void;
  takeOption: (option: ComboboxOption) => void;
}

function toChoices({ place, value, names, options, typed, takeName, takeOption }: ChoiceSource): Choice[] {
  if (place.where !== 'outside' || !options) {
    return offerNames(names, place).map((item) => ({
      key: item.name,
      content: <NameContent {...item} />,
      onTake: () => takeName(item, place),
    }));
  }
  const needle = value.trim().toLowerCase();
  const fits = options.filter((option) => !typed || option.value.toLowerCase().includes(needle));
  return fits.map((option) => ({
    key: option.value,
    content: <OptionContent {...option} />,
    onTake: () => takeOption(option),
  }));
}

function OptionContent({ value, hint }: ComboboxOption): ReactNode {
  return (
    <span className="flex min-w-0 items-baseline gap-3">
      <span className="min-w-0 flex-1 truncate">{value}</span>
      {hint && <span className="tabular max-w-1/2 shrink-0 truncate text-faint text-xs">{hint}</span>}
    </span>
  );
}
