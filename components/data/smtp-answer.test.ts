import { expect, test } from 'vitest';
import { toAnswerWords } from '@/components/data/smtp-answer';

test.each([
  ['550 5.1.1 no such user', 'There is no such mailbox.'],
  ['550 no such user', 'The mailbox is not there, or does not take this mail.'],
  ['452-4.2.2 over quota', 'The mailbox is full.'],
  ['554 5.99.99 strange', 'The server refuses this mail.'],
  ['250 fine', undefined],
  ['what', undefined],
  [undefined, undefined],
])('the answer %j means %j', (response, words) => {
  expect(toAnswerWords(response)).toBe(words);
});
