import { useEffect, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { DispatcherSave, DispatcherValues } from '@/components/dispatchers/form-values';

/** With more than this, a stored dispatcher's actions begin closed: one looks for one of them. */
const OPEN_AT_FIRST = 6;

export interface OpenActions {
  isOpen: (key: string) => boolean;
  setOpen: (key: string, open: boolean) => void;
  setAll: (open: boolean) => void;
  /** Opens the action that a field lies in, such as `actions.0.name`. */
  openFor: (field: string) => void;
}

/** Which actions of the form are open. Those with a mistake open themselves when somebody tries to save. */
export function useOpenActions(form: UseFormReturn<DispatcherValues, unknown, DispatcherSave>): OpenActions {
  const [rule, setRule] = useState(() => ({
    open: form.getValues('actions').length <= OPEN_AT_FIRST,
    except: new Set<string>(),
  }));
  const isOpen = (key: string) => rule.open !== rule.except.has(key);
  const setMany = (keys: readonly string[], open: boolean) =>
    setRule((last) => {
      const except = new Set(last.except);
      for (const key of keys) open === last.open ? except.delete(key) : except.add(key);
      return { ...last, except };
    });

  const { submitCount, errors } = form.formState;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when somebody tried to save
  useEffect(() => {
    const wrong = form.getValues('actions').filter((_, index) => errors.actions?.[index]);
    const closed = wrong.filter(({ key }) => !isOpen(key));
    if (submitCount === 0 || closed.length === 0) return;
    setMany(
      closed.map(({ key }) => key),
      true,
    );
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }, [submitCount]);

  return {
    isOpen,
    setOpen: (key, open) => setMany([key], open),
    setAll: (open) => setRule({ open, except: new Set() }),
    openFor: (field) => {
      const index = /^actions\.(\d+)/.exec(field)?.[1];
      const action = index === undefined ? undefined : form.getValues('actions')[Number(index)];
      if (action) setMany([action.key], true);
    },
  };
}
