import { z } from 'zod';
import { EventType } from '@/lib/dispatchers/schema';
import { ObjectId } from '@/lib/format/object-id';
import { LanguageCode, Localization, LocalizationTableQuery, LocalizationTextInput } from '@/lib/localizations/schema';
import {
  KEY_STATES,
  TEST_MAIL_FATES,
  Template,
  TemplateListQuery,
  TemplatePreviewInput,
  TestMailInput,
} from '@/lib/templates/schema';
import { Affected, EpochMs } from './answers';
import { Problem } from './console-answers';
import type { RouteEntries } from './route-entry';

const Count = z.number().int().min(0);
const NamedTemplate = z.object({ id: ObjectId, name: z.string() });
const usage = {
  byExpression: Count.describe('Dispatchers that choose their template by an expression'),
  mailsComplete: z.boolean().describe('False: `mails24h` says at least how many'),
};

/** What the pages of templates and localizations need beyond `templates/v2` and `localizations/v1`. */
export const templateScreenRoutes = {
  'GET /api/v1/templates': {
    permission: ['VIEW_TEMPLATES', 'VIEW_DISPATCHERS'],
    summary: 'List templates with what uses them',
    query: TemplateListQuery,
    answer: z.object({
      data: z.array(
        z.object({
          ...{ id: ObjectId, name: z.string(), description: z.string().optional(), updateTimestamp: EpochMs },
          outputs: z.array(z.string()),
          dispatchers: Count.describe('How many name it'),
          mails24h: Count,
        }),
      ),
      total: Count,
      ...usage,
    }),
  },
  'GET /api/v1/templates/{id}': {
    permission: 'VIEW_TEMPLATES',
    summary: 'Show a template',
    answer: Template,
  },
  'GET /api/v1/templates/{id}/usage': {
    permission: ['VIEW_TEMPLATES', 'VIEW_DISPATCHERS'],
    summary: 'Show what uses a template',
    answer: z.object({
      dispatchers: z
        .array(
          z.object({
            id: ObjectId,
            name: z.string().optional(),
            eventType: EventType,
            enabled: z.boolean(),
            actions: z.array(z.string()),
          }),
        )
        .describe('At most 50'),
      dispatcherTotal: Count,
      mails24h: Count,
      ...usage,
    }),
  },
  'POST /api/v1/templates/preview': {
    perMinute: 600,
    permission: ['VIEW_TEMPLATES', 'VIEW_EVENTS'],
    summary: 'Render a draft of a template',
    description: 'The same engine and limits as the live one. Nothing is stored or sent.',
    body: TemplatePreviewInput,
    answer: z.object({
      outputs: z
        .record(z.string(), z.string())
        .describe('Name of an output → its text; those with a problem are left out'),
      madeText: z.string().optional().describe('The text part that would be made of the HTML'),
      problems: z.array(Problem),
      keys: z.array(z.object({ key: z.string(), state: z.enum(KEY_STATES) })).describe('Localizations that it names'),
    }),
    errors: [16],
  },
  'POST /api/v1/templates/test-mail': {
    permission: ['SEND_MAILS', 'VIEW_TEMPLATES', 'VIEW_EVENTS'],
    summary: 'Send a draft to oneself',
    description:
      'Only ever to the address of the caller, who must be a user. Ten a minute; more are refused (27, status 429).',
    body: TestMailInput,
    answer: z.object({ mailId: ObjectId, to: z.string(), fate: z.enum(TEST_MAIL_FATES) }),
    errors: [16, 26, 27, 1002, 1003, 1004, 1005],
  },
  'GET /api/v1/localizations': {
    permission: 'VIEW_TEMPLATES',
    summary: 'Show the table of keys and languages',
    query: LocalizationTableQuery,
    answer: z.object({
      data: z.array(
        Localization.extend({ templates: z.array(NamedTemplate).describe('At most 20'), templateTotal: Count }),
      ),
      total: Count.describe('Keys that the query selects'),
      keys: Count,
      languages: z.array(z.object({ code: LanguageCode, texts: Count })),
    }),
  },
  'PUT /api/v1/localizations/text': {
    permission: 'UPDATE_LOCALIZATIONS',
    summary: 'Write one text of a key',
    description:
      'Its texts in other languages stay; null takes the text away. With `before` it is refused (27, status 409) when somebody else changed the text meanwhile.',
    body: LocalizationTextInput,
    answer: Localization,
    errors: [16, 27, 801],
  },
  'DELETE /api/v1/localizations/languages/{code}': {
    permission: 'DELETE_LOCALIZATIONS',
    summary: 'Remove every text of a language',
    params: { code: LanguageCode },
    answer: Affected,
    errors: [15, 16, 801],
  },
} as const satisfies RouteEntries;
