import { ADDRESSES } from './addresses';
import { BODIES } from './bodies';
import { BYTES, JSON_TEXTS } from './bytes';
import { CONFIGURATIONS } from './configurations';
import { CREDENTIALS } from './credentials';
import headerTexts from './header-texts.json' with { type: 'json' };
import badHeaders from './headers.json' with { type: 'json' };
import { IMPORTS } from './imports';
import localNames from './local-names.json' with { type: 'json' };
import names from './names.json' with { type: 'json' };
import { NUMBERS } from './numbers';
import queries from './queries.json' with { type: 'json' };
import { RAW_REQUESTS } from './raw-requests';
import { FUNCTION_RESULTS, HTTP_REPLIES, SMTP_REPLIES } from './replies';
import { FLIGHT, QUERIES } from './requests';
import { TEMPLATE_BOMBS, TEMPLATES } from './templates';
import { TIME_NUMBERS, TIMES } from './times';
import urls from './urls.json' with { type: 'json' };
import values from './values.json' with { type: 'json' };
import xss from './xss.json' with { type: 'json' };

const isBytes = (name: string) => /empty|byte|NUL|BOM|UTF|overlong|surrogate|Unicode|spaces/.test(name);

/** The whole corpus: how many cases there are of each of the 18 classes, by the lists that tests run through. */
export const CLASSES = {
  '1 bytes': [BYTES, BODIES.filter(({ name }) => isBytes(name)), values.strings],
  '2 JSON': [JSON_TEXTS, BODIES.filter(({ name }) => !isBytes(name)), values.others],
  '3 HTTP': [RAW_REQUESTS],
  '4 ids and names': [names],
  '5 times': [TIMES, TIME_NUMBERS, values.times],
  '6 numbers': [NUMBERS, values.numbers],
  '7 addresses and headers': [ADDRESSES, headerTexts],
  '8 URLs': [urls, localNames],
  '9 templates': [TEMPLATES, TEMPLATE_BOMBS],
  '10 HTML': [xss],
  '11 credentials': [CREDENTIALS, badHeaders],
  '12 imports': [IMPORTS],
  '13 queries': [queries, QUERIES],
  '14 flight': [FLIGHT],
  '15 SMTP replies': [SMTP_REPLIES],
  '16 HTTP replies': [HTTP_REPLIES],
  '17 function results': [FUNCTION_RESULTS],
  '18 configurations': [CONFIGURATIONS],
} as const satisfies Record<string, readonly (readonly unknown[])[]>;

/** How many different cases a class has. */
export function countCases(lists: readonly (readonly unknown[])[]): number {
  return new Set(lists.flat().map((one) => JSON.stringify(one))).size;
}
