'use client';

import { useQuery } from '@tanstack/react-query';
import { formatEventCount } from '@/components/data/event-count';
import { eventTypesQuery } from '@/components/data/event-queries';
import { ChipsField } from '@/components/form/chips-field';
import { ComboboxField } from '@/components/form/combobox-field';
import { SwitchField } from '@/components/form/switch-field';
import { TextareaField, TextField } from '@/components/form/text-field';
import { Card } from '@/components/ui/card';

/** What a dispatcher is, apart from its actions. */
export function DispatcherFields({ isStored }: { isStored: boolean }) {
  const types = useQuery(eventTypesQuery).data ?? [];
  return (
    <Card aria-label="Dispatcher" className="grid gap-4 p-4 sm:grid-cols-2">
      <ComboboxField
        name="eventType"
        label="Event type"
        placeholder="user_deleted"
        readOnly={isStored}
        hint={isStored ? 'Fixed since it was created.' : 'The type of the events that it listens to.'}
        emptyText="No event has arrived yet: type the name that your service will send."
        options={types.map(({ type, count }) => ({ value: type, hint: `${formatEventCount(count)} received` }))}
      />
      <TextField name="name" label="Name" optional hint="How you recognize it in lists." />
      <TextareaField name="description" label="Description" optional className="sm:col-span-2" />
      <ChipsField name="tags" label="Tags" optional placeholder="Enter adds one" />
      <SwitchField name="enabled" label="Enabled" hint="Disabled, it does nothing." className="self-start sm:mt-5" />
    </Card>
  );
}
