import { expect, it } from 'vitest';
import { findHelper, helperNames, isBlockForm } from './helpers/registry';
import { HELPER_GUIDES } from './schema';

it('the guide names every helper, and which of them open blocks', () => {
  expect(HELPER_GUIDES.map(({ name }) => name).sort()).toEqual([...helperNames()].sort());
  for (const { name, block } of HELPER_GUIDES) {
    expect([name, block]).toEqual([name, isBlockForm(name) ? 'only' : findHelper(name)?.block ? 'also' : undefined]);
  }
});
