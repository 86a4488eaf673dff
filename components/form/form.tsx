'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import {
  createContext,
  type ReactNode,
  type SubmitEvent,
  startTransition,
  useContext,
  useEffect,
  useId,
  useRef,
} from 'react';
import {
  type DefaultValues,
  type FieldValues,
  FormProvider,
  type Path,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { findField, toFieldName } from '@/components/form/field-path';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { ApiError } from '@/lib/http/client';

interface FormScope {
  formId: string;
  disabled: boolean;
}
const FormContext = createContext<FormScope>({ formId: 'form', disabled: false });
export const useFormScope = () => useContext(FormContext);

interface AppFormOptions<Input extends FieldValues, Output> {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
}

/** A form over one schema. A field is checked when it is left, and from then on while it changes. */
export function useAppForm<Input extends FieldValues, Output>({
  schema,
  defaultValues,
}: AppFormOptions<Input, Output>) {
  return useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues,
    mode: 'onBlur',
    shouldFocusError: false,
  });
}

interface FormProps<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>;
  /** Gets what the schema made of the values. An `ApiError` that it throws returns to the fields. */
  onSubmit: (output: Output) => Promise<void>;
  /** The accessible name. */
  label: string;
  /** Give one when a button outside the form submits it. */
  id?: string;
  /** Turns a path of a server error into the name of the field that shows it. */
  toName?: (path: string) => string;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}

export function Form<Input extends FieldValues, Output>({
  form,
  onSubmit,
  label,
  id,
  toName = toFieldName,
  disabled = false,
  className = 'grid gap-4',
  children,
}: FormProps<Input, Output>) {
  const ownId = useId();
  const formId = id ?? ownId;
  const element = useRef<HTMLFormElement>(null);
  const { submitCount, errors } = form.formState;

  // Only when somebody tried to submit: moving the focus while they type would be rude.
  useEffect(() => {
    if (submitCount > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [submitCount]);

  const submit = form.handleSubmit(async (output) => {
    try {
      await onSubmit(output);
    } catch (error) {
      showServerErrors(form, formId, error, toName);
    }
  });
  const isSubmitting = useRef(false);
  const onFormSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSubmitting.current) return;
    isSubmitting.current = true;
    // All fields of a long form are made anew for it: the page goes on answering meanwhile.
    startTransition(() => void submit(event).finally(() => (isSubmitting.current = false)));
  };

  return (
    <FormProvider {...form}>
      <FormContext.Provider value={{ formId, disabled }}>
        <form ref={element} id={formId} aria-label={label} noValidate onSubmit={onFormSubmit} className={cx(className)}>
          {errors.root?.message && (
            <Notice kind="danger" role="alert" className="col-span-full">
              {errors.root.message}
            </Notice>
          )}
          {children}
        </form>
      </FormContext.Provider>
    </FormProvider>
  );
}

/** Puts each error of the server at its field, and what belongs to no field at the top of the form. */
function showServerErrors<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  formId: string,
  error: unknown,
  toName: (path: string) => string,
) {
  if (!(error instanceof ApiError)) {
    form.setError('root', { message: 'This did not work, for a reason unknown here. Try again.' });
    return;
  }
  if (error.isSignedOut) {
    form.setError('root', { message: 'Not saved, because your session had ended. Sign in, then try again.' });
    return;
  }
  const homeless: string[] = [];
  for (const { path, message } of error.errors) {
    const found = findField(formId, toName(path));
    if (found) form.setError(found.name as Path<Input>, { type: 'server', message });
    else homeless.push(path ? `${path}: ${message}` : message);
  }
  if (homeless.length > 0) form.setError('root', { message: homeless.join(' · ') });
  else if (error.errors.length === 0) form.setError('root', { message: error.message });
}
