'use client';

import { Plus, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import {
  INPUT_KINDS,
  type InputKind,
  type InputValue,
  newInput,
  withKind,
} from '@/components/templates/inputs/input-values';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';

const KIND_OPTIONS = INPUT_KINDS.map((kind) => ({ value: kind, label: kind }));

interface InputRowsProps {
  values: readonly InputValue[];
  onChange: (values: InputValue[]) => void;
  issues: ReadonlyMap<string, string>;
  /** A name that was not typed yet is no mistake until somebody tried to save. */
  showIssues: boolean;
  idPrefix: string;
  /** Number of the row around these: `2.` */
  numbers?: string;
}

/** Moves the focus to the name of an input that is about to be shown; without `key` to the button that adds one. */
export function focusInput(idPrefix: string, key: string | undefined): void {
  requestAnimationFrame(() => document.getElementById(key ? `${idPrefix}-${key}` : idPrefix)?.focus());
}

/** One row for each name. Enter in a name adds one below it, Backspace in an empty one removes it. */
export function InputRows({ values, onChange, issues, showIssues, idPrefix, numbers = '' }: InputRowsProps) {
  const change = (index: number, next: InputValue) => onChange(values.with(index, next));
  const addAfter = (index: number) => {
    const input = newInput();
    onChange(values.toSpliced(index + 1, 0, input));
    focusInput(idPrefix, input.key);
  };
  const removeAt = (index: number) => {
    onChange(values.toSpliced(index, 1));
    focusInput(idPrefix, (values[index - 1] ?? values[index + 1])?.key);
  };
  if (values.length === 0) return null;
  return (
    <ul className="grid gap-2">
      {values.map((value, index) => {
        const number = `${numbers}${index + 1}`;
        const issue = issues.get(value.key);
        const isShown = issue !== undefined && (showIssues || value.name !== '');
        const onKeyDown = (event: KeyboardEvent) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') addAfter(index);
          else if (event.key === 'Backspace' && value.name === '') removeAt(index);
          else return;
          event.preventDefault();
        };
        return (
          <li key={value.key} className="grid gap-2">
            <div className="flex items-center gap-1.5">
              <Input
                id={`${idPrefix}-${value.key}`}
                aria-label={`Name of input ${number}`}
                aria-invalid={isShown || undefined}
                aria-describedby={isShown ? `${idPrefix}-${value.key}-issue` : undefined}
                value={value.name}
                placeholder="first_name"
                spellCheck={false}
                autoComplete="off"
                maxLength={128}
                className="font-mono text-xs"
                onChange={(event) => change(index, { ...value, name: event.target.value })}
                onKeyDown={onKeyDown}
              />
              <KindSelect number={number} value={value} onChange={(next) => change(index, next)} />
              <IconButton label={`Remove input ${value.name || number}`} onClick={() => removeAt(index)}>
                <X aria-hidden />
              </IconButton>
            </div>
            {isShown && (
              <p id={`${idPrefix}-${value.key}-issue`} className="text-danger text-xs">
                This input {issue}
              </p>
            )}
            <Children
              value={value}
              onChange={(next) => change(index, next)}
              {...{ issues, showIssues, idPrefix }}
              numbers={`${number}.`}
            />
          </li>
        );
      })}
    </ul>
  );
}

interface KindSelectProps {
  number: string;
  value: InputValue;
  onChange: (value: InputValue) => void;
}

function KindSelect({ number, value, onChange }: KindSelectProps) {
  return (
    <Select<InputKind>
      label={`Type of input ${number}`}
      value={value.kind}
      onValueChange={(kind) => onChange(withKind(value, kind))}
      options={KIND_OPTIONS}
      className="w-28 shrink-0"
    />
  );
}

interface ChildrenProps extends Omit<InputRowsProps, 'values' | 'onChange' | 'numbers'> {
  value: InputValue;
  onChange: (value: InputValue) => void;
  numbers: string;
}

/** What lies in an input: the fields of an object, or the type of an array's items. */
function Children({ value, onChange, ...rest }: ChildrenProps) {
  const [item] = value.children;
  if (value.kind === 'array' && item) {
    const setItem = (next: InputValue) => onChange({ ...value, children: [next] });
    return (
      <div className="ml-3 grid gap-2 border-l pl-3">
        <div className="flex items-center gap-1.5">
          <span className="flex-1 text-muted">each item is of the type</span>
          <KindSelect number={`${rest.numbers}items`} value={item} onChange={setItem} />
          <span className="w-8 shrink-0 pointer-coarse:w-10" />
        </div>
        <Children value={item} onChange={setItem} {...rest} />
      </div>
    );
  }
  if (value.kind !== 'object') return null;
  return (
    <div className="ml-3 grid gap-2 border-l pl-3">
      <InputRows values={value.children} onChange={(children) => onChange({ ...value, children })} {...rest} />
      <AddField value={value} onChange={onChange} idPrefix={rest.idPrefix} />
    </div>
  );
}

function AddField({ value, onChange, idPrefix }: Pick<ChildrenProps, 'value' | 'onChange' | 'idPrefix'>) {
  return (
    <button
      type="button"
      className="inline-flex h-7 items-center gap-1 justify-self-start rounded-md px-1.5 text-muted text-xs hover:bg-hover hover:text-ink disabled:hidden pointer-coarse:h-10 [&_svg]:size-3.5"
      onClick={() => {
        const field = newInput();
        onChange({ ...value, children: [...value.children, field] });
        focusInput(idPrefix, field.key);
      }}
    >
      <Plus aria-hidden /> Add field{value.name && ` to ${value.name}`}
    </button>
  );
}
