import addresses from './addresses.json' with { type: 'json' };

/** 7. Addresses that are none, or more than one. Halves of a character cannot stand in the file. */
export const ADDRESSES: readonly string[] = [
  ...addresses,
  'a\ud800@one.test',
  'a@one.test\ud800',
  '\udc00 <a@one.test>',
];
