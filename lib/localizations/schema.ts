import { z } from 'zod';
import { ObjectId } from '@/lib/format/id';

export const LocalizationKey = z.string().min(1).max(256);
/** Language code (`EN`, `NL`, `FR`) → text, with i18next-style `{{name}}` placeholders. */
export const LocalizationText = z.record(
  z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  z.string().max(65_536),
);
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
