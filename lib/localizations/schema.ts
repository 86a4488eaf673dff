import { z } from 'zod';
import { ObjectId } from '@/lib/format/object-id';
import { TEXT_MAX_LENGTH } from './constants';

export const LocalizationKey = z.string().min(1).max(256);
export const LanguageCode = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language code');
/** Language code (`EN`, `NL`, `FR`) → text, with i18next-style `{{name}}` placeholders. */
export const LocalizationText = z.record(LanguageCode, z.string().max(TEXT_MAX_LENGTH));
export const LocalizationInput = z.object({ key: LocalizationKey, text: LocalizationText });
export type LocalizationInput = z.infer<typeof LocalizationInput>;

/** A stored localization. Timestamps are epoch milliseconds. */
export const Localization = LocalizationInput.extend({
  id: ObjectId,
  creationTimestamp: z.number().int(),
  updateTimestamp: z.number().int(),
});
export type Localization = z.infer<typeof Localization>;

export const MAX_LOCALIZATIONS = 1_000;

/** Body of `POST` and `PUT /localizations/v1`. */
export const LocalizationsInput = z.object({ localizations: z.array(LocalizationInput).min(1).max(MAX_LOCALIZATIONS) });

/** Body of `POST /localizations/v1/request`: the texts of some keys in some languages. */
export const LocalizationsRequest = z.object({
  localization_codes: z.array(z.string().max(35)).max(100),
  localizations: z.array(z.string().max(256)).max(MAX_LOCALIZATIONS),
});

/** Query of `GET /api/v1/localizations`. */
export const LocalizationTableQuery = z.object({
  /** Text in the key or in any of its texts. */
  search: z.string().max(256).default(''),
  /** Only keys that have no text in this language. */
  missing: LanguageCode.optional(),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type LocalizationTableQuery = z.infer<typeof LocalizationTableQuery>;

/** A row of the table of texts, with the templates that name its key. */
export interface LocalizationRow extends Localization {
  /** At most 20. */
  templates: { id: string; name: string }[];
  templateTotal: number;
}

export interface LocalizationTable {
  data: LocalizationRow[];
  /** How many keys the query selects. */
  total: number;
  /** How many there are. */
  keys: number;
  /** Every language that a key has a text in, and how many have. */
  languages: { code: string; texts: number }[];
}

/** Body of `PUT /api/v1/localizations/text`: one text, or null to take it away. */
export const LocalizationTextInput = z.object({
  key: LocalizationKey,
  language: LanguageCode,
  text: z.string().max(TEXT_MAX_LENGTH).nullable(),
  /** The text that the caller has seen (null: none): with another one, nothing is changed. */
  before: z.string().nullable().optional(),
});
export type LocalizationTextInput = z.infer<typeof LocalizationTextInput>;
