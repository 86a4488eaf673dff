import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { describeChanges, hasChanges } from '@/components/dispatchers/changes/describe-changes';
import {
  type DispatcherSave,
  type DispatcherValues,
  toDispatcherValues,
  toSavedValues,
} from '@/components/dispatchers/form-values';
import { dispatcherQuery } from '@/components/dispatchers/queries';
import { toast } from '@/components/ui/toast';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import { ApiError } from '@/lib/http/client';

type Answer = 'save' | 'cancel' | 'stale';

interface SaveFlowOptions {
  form: UseFormReturn<DispatcherValues, unknown, DispatcherSave>;
  /** What the form was filled with; undefined for a new dispatcher. */
  base: Dispatcher | undefined;
  onBase: (base: Dispatcher) => void;
  onSave: (draft: DispatcherSave, base: Dispatcher | undefined) => Promise<Dispatcher>;
  /** Submits the form once more. */
  submitAgain: () => void;
}

/**
 * From "Save" to what is stored: shows what changes, saves only over what the form was made of, and brings both together when
 * somebody else saved meanwhile.
 */
export function useSaveFlow({ form, base, onBase, onSave, submitAgain }: SaveFlowOptions) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<{ draft: DispatcherSave; answer: (answer: Answer) => void }>();
  const [busy, setBusy] = useState(false);
  const [theirs, setTheirs] = useState<Dispatcher>();

  const loadTheirs = async (id: string) => {
    setTheirs(await client.fetchQuery({ ...dispatcherQuery(id), staleTime: 0 }));
  };
  const save = async (draft: DispatcherSave) => {
    setBusy(true);
    try {
      const saved = await onSave(draft, base);
      form.reset(toSavedValues(saved, form.getValues()));
      onBase(saved);
    } catch (error) {
      if (!base || !isConflict(error)) throw error;
      await loadTheirs(base.id);
    } finally {
      setBusy(false);
    }
  };
  /** Resolves when nothing is left to do; throws what belongs at the fields of the form. */
  const submit = async (draft: DispatcherSave) => {
    if (base && !hasChanges(describeChanges(base, draft))) {
      form.reset(toSavedValues(base, form.getValues()));
      toast.info('Nothing has changed, so there is nothing to save');
      return;
    }
    try {
      const answer = await new Promise<Answer>((resolve) => setAsking({ draft, answer: resolve }));
      if (answer === 'save') await save(draft);
      if (answer === 'stale' && base) await loadTheirs(base.id);
    } catch (error) {
      if (error instanceof ApiError) toast.error(`Not saved: ${error.message}`);
      throw error;
    } finally {
      setAsking(undefined);
    }
  };
  const merge = (values: DispatcherValues) => {
    if (!theirs) return;
    form.reset(toDispatcherValues(theirs));
    form.reset(values, { keepDefaultValues: true });
    onBase(theirs);
    setTheirs(undefined);
    // The form needs to know its new values before it is submitted.
    requestAnimationFrame(submitAgain);
  };
  return { asking, busy, theirs, submit, merge, dropConflict: () => setTheirs(undefined) };
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}
