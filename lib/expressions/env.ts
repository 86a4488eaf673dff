import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { Localize } from '@/lib/localizations/localizer';

/** What an evaluation depends on besides its data. Nothing else: the same input gives the same output. */
export interface RenderEnv {
  /** BCP 47, any case: `EN`, `nl-BE`. */
  language: string;
  /** IANA name: `Europe/Brussels`. */
  timeZone: string;
  /** Epoch milliseconds. */
  now: number;
  localize: Localize;
}

/** What names in a source refer to. */
export interface Scope {
  /** What plain names are read from, and `@root`. */
  context: JsonValue;
  /** How a plain name is called in a problem: '' gives `content.email`, '@inputs' gives `@inputs.email`. */
  contextName: string;
  /** What `@…` names are read from: `{inputs}` gives `@inputs`. */
  data: JsonObject;
}
