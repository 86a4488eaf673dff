import { expect } from 'vitest';
import type { Action } from '@/lib/dispatchers/schema';
import type { JsonValue } from '@/lib/format/json';
import { createLocalizer } from '@/lib/localizations/localizer';
import type { Template } from '@/lib/templates/schema';
import { htmlToText } from '@/lib/templates/text';
import { plan } from './plan';
import type { EventScope } from './schema';

export const NOW = Date.UTC(2026, 4, 17, 12);
export const CREATED = Date.UTC(2026, 4, 17, 11);
export const TEMPLATE_ID = 'b'.repeat(24);

export const template: Template = {
  id: TEMPLATE_ID,
  name: 'goodbye',
  outputs: {
    subject: "{{t 'bye' name=@inputs.first_name}}",
    body: '<p>Dear {{@inputs.first_name}},</p><p>event {{@inputs.event.type}} of {{@inputs.event.content.first_name}}</p>',
  },
  creationTimestamp: 0,
  updateTimestamp: 0,
};

export function newEvent(content: JsonValue = { first_name: 'Zoë & Co', email: 'zoe@example.org', id: 7 }): EventScope {
  return { id: 'a'.repeat(24), type: 'user_deleted', content, creationTimestamp: CREATED };
}

export function planOf(action: unknown, event = newEvent(), templates: Template[] = [template]) {
  return plan({
    event,
    action: action as Action,
    findTemplate: ({ id, name }) => templates.find((one) => one.id === id || one.name === name),
    localize: createLocalizer([{ key: 'bye', text: { EN: 'Bye {{name}}', NL: 'Dag {{name}}' } }]),
    now: NOW,
    toText: htmlToText,
    defaults: { language: 'NL', timeZone: 'Europe/Brussels' },
  });
}

export function effectOf(action: unknown, event?: EventScope, templates?: Template[]) {
  const planned = planOf(action, event, templates);
  expect(planned).toMatchObject({ status: 'ready' });
  return planned.status === 'ready' ? planned.effect : undefined;
}

export function problemsOf(action: unknown, event?: EventScope, templates?: Template[]) {
  const planned = planOf(action, event, templates);
  expect(planned).toMatchObject({ status: 'problem' });
  return planned.status === 'problem' ? planned.problems : [];
}

export const mail = (fields: object = {}) => ({
  id: 'c'.repeat(24),
  type: 'mail',
  enabled: true,
  recipients: { to: ['{{content.email}}'] },
  templateId: TEMPLATE_ID,
  ...fields,
});
export const task = (fields: object = {}) => ({
  id: 'd'.repeat(24),
  type: 'task',
  enabled: true,
  functionName: 'erase',
  ...fields,
});
