'use client';

import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import Link from 'next/link';
import { z } from 'zod';
import { AllowedButton } from '@/components/data/allowed-button';
import { eventTypesQuery } from '@/components/data/event-queries';
import { ComboboxField } from '@/components/form/combobox-field';
import { Form, useAppForm } from '@/components/form/form';
import { JsonField } from '@/components/form/json-field';
import { parseJsonText } from '@/components/form/parse-json';
import { useCan } from '@/components/session/permissions';
import { useSendTestEvent } from '@/components/sources/queries';
import { Notice } from '@/components/ui/notice';
import { EventType } from '@/lib/dispatchers/schema';

/** An event as typed: its content is text until it can be read. */
const TestEvent = z.object({
  type: EventType,
  content: z.string().transform((text, context) => {
    const parsed = parseJsonText(text);
    if (parsed.ok) return parsed.value ?? {};
    context.addIssue({ code: 'custom', message: parsed.message });
    return z.NEVER;
  }),
});

/** Sends an event through the source and leads to what became of it. */
export function TestEventForm({ source }: { source: string }) {
  const send = useSendTestEvent(source);
  const canSend = useCan('CREATE_EVENTS');
  const types = useQuery(eventTypesQuery).data ?? [];
  const form = useAppForm({ schema: TestEvent, defaultValues: { type: '', content: '{\n  \n}' } });
  return (
    <Form
      form={form}
      label="Send a test event"
      disabled={!canSend}
      className="grid gap-3"
      onSubmit={async (input) => {
        await send.mutateAsync(input);
      }}
    >
      <div>
        <h3 className="font-medium">Send a test event</h3>
        <p className="text-muted">
          It is treated as any other: dispatchers that listen to its type really send their mails and run their tasks.
        </p>
      </div>
      <ComboboxField
        name="type"
        label="Event type"
        placeholder="user_deleted"
        options={types.map(({ type, count }) => ({ value: type, hint: `${count.toLocaleString('en')} received` }))}
      />
      <JsonField name="content" label="Content" hint="Any JSON." />
      {send.data && (
        <Notice
          kind="success"
          role="status"
          action={
            <Link href={`/events/${send.data.id}`} className="font-medium underline">
              Show the event
            </Link>
          }
        >
          The event is stored.{' '}
          {send.data.runs === 0 ? 'Nothing follows from it.' : `Actions that follow: ${send.data.runs}.`}
        </Notice>
      )}
      <AllowedButton
        permission="CREATE_EVENTS"
        type="submit"
        className="justify-self-end"
        busy={form.formState.isSubmitting}
      >
        <Send aria-hidden /> Send test event
      </AllowedButton>
    </Form>
  );
}
