import { describe, expect, it } from 'vitest';
import { listCountries, listRegions } from './countries';

describe('countries', () => {
  it('are named by two letters', () => {
    expect(listCountries()).toEqual(expect.arrayContaining(['BE', 'NL', 'US']));
    expect(listCountries().every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  });

  it('have their regions, those within other regions too', () => {
    expect(listRegions('BE')).toEqual(expect.arrayContaining(['BE-BRU', 'BE-VLG', 'BE-VAN']));
    expect(listRegions('BE').every((code) => code.startsWith('BE-'))).toBe(true);
  });

  it('that do not exist have none', () => {
    for (const country of ['XX', 'be', '', 'BE-VLG']) expect(() => listRegions(country)).toThrow('no country');
  });
});
