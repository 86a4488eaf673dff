import type { ComponentType } from 'react';
import { EventScope } from '@/components/dispatchers/actions/event-scope';
import { MailFields } from '@/components/dispatchers/actions/mail/mail-fields';
import { TaskFields } from '@/components/dispatchers/actions/task/task-fields';
import type { ActionType } from '@/lib/dispatchers/schema';

/** The fields of each kind of action. `name` is the action's place in the form, such as `actions.0`. */
export const ACTION_FIELDS: Record<ActionType, ComponentType<{ name: string }>> = {
  mail: inEventScope(MailFields),
  task: inEventScope(TaskFields),
};

function inEventScope(Fields: ComponentType<{ name: string }>) {
  return function ScopedFields({ name }: { name: string }) {
    return (
      <EventScope>
        <Fields name={name} />
      </EventScope>
    );
  };
}
