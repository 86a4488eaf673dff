import { describe, expect, it } from 'vitest';
import type { MailAction } from '@/lib/dispatchers/schema';
import { createLocalizer } from '@/lib/localizations/localizer';
import { htmlToText } from '@/lib/templates/text';
import { plan } from './plan';

const TEMPLATE = {
  id: 'b'.repeat(24),
  name: 'goodbye',
  outputs: { subject: "{{t 'bye'}}", body: '{{datetime @inputs.at timeStyle="short"}}' },
  creationTimestamp: 0,
  updateTimestamp: 0,
};

function planWith(fields: Partial<MailAction>, content = {}) {
  return plan({
    event: {
      id: 'a'.repeat(24),
      type: 'bye',
      content: { at: '2026-01-15T12:00:00Z', ...content },
      creationTimestamp: 0,
    },
    action: {
      id: 'c'.repeat(24),
      type: 'mail',
      enabled: true,
      recipients: { to: ['a@example.com'] },
      templateName: 'goodbye',
      ...fields,
    },
    findTemplate: () => TEMPLATE,
    localize: createLocalizer([{ key: 'bye', text: { EN: 'Bye', NL: 'Dag' } }]),
    now: 0,
    toText: htmlToText,
    defaults: { language: 'EN', timeZone: 'UTC' },
  });
}

describe('language and time zone of a mail', () => {
  it('are EN and UTC unless the action says otherwise', () => {
    expect(planWith({})).toMatchObject({ effect: { subject: 'Bye', language: 'EN', timeZone: 'UTC' } });
  });

  it('come from the event when the action says so', () => {
    const fields = { language: '{{default content.language "EN"}}', timeZone: '{{content.zone}}' };
    expect(planWith(fields, { language: 'NL', zone: 'Europe/Brussels' })).toMatchObject({
      effect: { subject: 'Dag', html: '13:00', language: 'NL', timeZone: 'Europe/Brussels' },
    });
  });

  it('are problems when they are none', () => {
    expect(planWith({ language: 'Dutch, please' })).toMatchObject({ problems: [{ field: 'language' }] });
    expect(planWith({ timeZone: 'Mars/Olympus' })).toMatchObject({ problems: [{ field: 'timeZone' }] });
    expect(planWith({ timeZone: '{{content.zone}}' }, { zone: 5 })).toMatchObject({
      problems: [{ field: 'timeZone' }],
    });
  });
});
