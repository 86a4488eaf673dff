'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { formatEventCount } from '@/components/data/event-count';
import { useSendEvent } from '@/components/events/queries';
import { ComboboxField } from '@/components/form/combobox-field';
import { Form, useAppForm } from '@/components/form/form';
import { JsonField } from '@/components/form/json-field';
import { parseJsonText } from '@/components/form/parse-json';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFormFooter } from '@/components/ui/dialog';
import type { EventTypeSummary } from '@/lib/console/schema';
import { EventType } from '@/lib/dispatchers/schema';

/** An event as typed: its content is text until it can be read. */
const SendEventForm = z.object({
  type: EventType,
  content: z.string().transform((text, context) => {
    const parsed = parseJsonText(text);
    if (parsed.ok) return parsed.value ?? {};
    context.addIssue({ code: 'custom', message: parsed.message });
    return z.NEVER;
  }),
});

interface SendEventDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  types: readonly EventTypeSummary[];
  initialType: string;
}

/** Sends an event by hand, then shows what follows from it. */
export function SendEventDialog({ open, onOpenChange, types, initialType }: SendEventDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Send a test event"
      description="It is treated as any other event: dispatchers that listen to its type really send their mails and run their tasks."
      wide
    >
      <SendEventFields types={types} initialType={initialType} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface SendEventFieldsProps {
  types: readonly EventTypeSummary[];
  initialType: string;
  onCancel: () => void;
}

function SendEventFields({ types, initialType, onCancel }: SendEventFieldsProps) {
  const router = useRouter();
  const send = useSendEvent();
  const form = useAppForm({ schema: SendEventForm, defaultValues: { type: initialType, content: '{\n  \n}' } });
  return (
    <Form
      form={form}
      label="Send a test event"
      onSubmit={async (input) => {
        const event = await send.mutateAsync(input);
        router.push(`/events/${event.id}`);
      }}
    >
      <ComboboxField
        name="type"
        label="Event type"
        placeholder="user_deleted"
        options={types.map(({ type, count }) => ({ value: type, hint: `${formatEventCount(count)} received` }))}
      />
      <JsonField name="content" label="Content" hint="Any JSON." />
      <DialogFormFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
          Send event
        </Button>
      </DialogFormFooter>
    </Form>
  );
}
