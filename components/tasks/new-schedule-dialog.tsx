'use client';

import { useQuery } from '@tanstack/react-query';
import { ComboboxField } from '@/components/form/combobox-field';
import { Form, useAppForm } from '@/components/form/form';
import { JsonField } from '@/components/form/json-field';
import { SelectField } from '@/components/form/select-field';
import { TextField } from '@/components/form/text-field';
import { functionNamesQuery, useCreateSchedule } from '@/components/tasks/queries';
import { INTERVAL_UNITS, ScheduleForm, toIntervalWords } from '@/components/tasks/task-form';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFormFooter } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';

const UNIT_OPTIONS = INTERVAL_UNITS.map((value) => ({ value, label: value }));

/** Makes a schedule: a task again and again. */
export function NewScheduleDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New schedule"
      description="A task of this function is made at the first start, and again after each interval, until the schedule is deleted."
      wide
    >
      <NewScheduleFields onClose={onClose} />
    </Dialog>
  );
}

function NewScheduleFields({ onClose }: { onClose: () => void }) {
  const create = useCreateSchedule();
  const functions = useQuery(functionNamesQuery);
  const form = useAppForm({
    schema: ScheduleForm,
    defaultValues: {
      functionName: '',
      every: '1',
      unit: 'hours',
      data: '{\n  \n}',
      startTimestamp: '',
      priority: '',
    },
  });
  return (
    <Form
      form={form}
      label="New schedule"
      toName={(path) => (path === 'interval' ? 'every' : path)}
      onSubmit={async (input) => {
        const schedule = await create.mutateAsync(input);
        toast.success(`${schedule.functionName} runs ${toIntervalWords(schedule.interval)}`);
        onClose();
      }}
    >
      <ComboboxField
        name="functionName"
        label="Function"
        options={(functions.data ?? []).map(({ name }) => ({ value: name }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="every" label="Every" inputMode="decimal" />
        <SelectField name="unit" label="Unit" options={UNIT_OPTIONS} />
        <TextField name="startTimestamp" label="First start" type="datetime-local" optional hint="Empty: now." />
        <TextField name="priority" label="Priority" inputMode="numeric" optional hint="Empty: that of the function." />
      </div>
      <JsonField name="data" label="Data" hint="A JSON object: the function finds it in task.data." />
      <DialogFormFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
          Create schedule
        </Button>
      </DialogFormFooter>
    </Form>
  );
}
