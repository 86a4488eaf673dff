import { iso31661, iso31662 } from 'iso-3166';
import { resourceUnknown } from '@/lib/errors/service-error';

const COUNTRIES = iso31661.map(({ alpha2 }) => alpha2);

/** The codes of all countries (ISO 3166-1 alpha-2). */
export function listCountries(): string[] {
  return COUNTRIES;
}

/** The codes of a country's regions (ISO 3166-2), those within other regions too. @throws ServiceError 16. */
export function listRegions(country: string): string[] {
  if (!COUNTRIES.includes(country)) throw resourceUnknown('country', country);
  return iso31662.flatMap(({ code }) => (code.startsWith(`${country}-`) ? [code] : []));
}
