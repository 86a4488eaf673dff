'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ChipsField } from '@/components/form/chips-field';
import { ComboboxField } from '@/components/form/combobox-field';
import { Form, useAppForm } from '@/components/form/form';
import { JsonField } from '@/components/form/json-field';
import { TextField } from '@/components/form/text-field';
import { functionNamesQuery, useCreateTask } from '@/components/tasks/queries';
import { TaskForm } from '@/components/tasks/task-form';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFormFooter } from '@/components/ui/dialog';

interface RunFunctionDialogProps {
  initialName: string;
  onClose: () => void;
}

/** Creates a task by hand, then shows it. */
export function RunFunctionDialog({ initialName, onClose }: RunFunctionDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Run a function"
      description="This makes a task as a dispatcher would: the function really runs."
      wide
    >
      <RunFunctionFields initialName={initialName} onClose={onClose} />
    </Dialog>
  );
}

function RunFunctionFields({ initialName, onClose }: RunFunctionDialogProps) {
  const router = useRouter();
  const create = useCreateTask();
  const functions = useQuery(functionNamesQuery);
  const form = useAppForm({
    schema: TaskForm,
    defaultValues: { functionName: initialName, data: '{\n  \n}', startTimestamp: '', priority: '', tags: [] },
  });
  return (
    <Form
      form={form}
      label="Run a function"
      onSubmit={async (input) => {
        const task = await create.mutateAsync(input);
        router.push(`/tasks/${task.id}`);
        onClose();
      }}
    >
      <ComboboxField
        name="functionName"
        label="Function"
        options={(functions.data ?? []).map(({ name, enabled }) => ({
          value: name,
          ...(enabled ? {} : { hint: 'disabled' }),
        }))}
      />
      <JsonField name="data" label="Data" hint="A JSON object: the function finds it in task.data." />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="startTimestamp" label="Start" type="datetime-local" optional hint="Empty: at once." />
        <TextField
          name="priority"
          label="Priority"
          inputMode="numeric"
          optional
          hint="Empty: that of the function. Higher goes first."
        />
      </div>
      <ChipsField name="tags" label="Tags" optional />
      <DialogFormFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
          Run
        </Button>
      </DialogFormFooter>
    </Form>
  );
}
