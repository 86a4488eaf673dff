import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, it } from 'vitest';
import { writeWhole } from './message';

const TEXTS = {
  'of a line': 'Dear Zoë,',
  'of none': '',
  'in ASCII': 'Dear Bob,\n\nbye\n',
  'of lines with dots and bare line ends': '.\r\n.hidden\n\r.\r\n.\n\r\r\n',
  'with spaces at its ends': ' a \n b\t \r\n  ',
  'of one long line': `${'word '.repeat(2_000)}`,
  'of one long word': 'x'.repeat(5_000),
  'of another script': '日本語のメール、'.repeat(300),
  'of another script, a little': 'Hello 日本語 and more words of ASCII to be quoted, = signs too.'.repeat(20),
  'of emoji that must not be cut': '👩‍👩‍👧‍👦'.repeat(200),
  'with half a pair': `a${'\ud83d'}b`,
  'with control characters': 'a\u0000b\u0007c\u007f',
  'that looks like a boundary': '--_NmP-boundary-Part_1\r\n\r\n',
};

/** What nodemailer's own streams make of it. */
async function compare(fields: { text: string; html: string; subject?: string }) {
  const compose = () =>
    new MailComposer({
      from: { name: 'Zoë', address: 'zoe@example.org' },
      to: [{ name: '', address: 'bob@example.org' }],
      subject: 'Hello',
      messageId: '<1@example.org>',
      date: new Date(0),
      baseBoundary: 'boundary',
      ...fields,
    }).compile();
  expect(writeWhole(compose()).toString('latin1')).toBe((await compose().build()).toString('latin1'));
}

describe('a message that is written at once has the bytes that nodemailer streams', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`with a text ${name}`, () => compare({ text, html: `<p>${text}</p>` }));
    it(`with HTML ${name}`, () => compare({ text: 'Hello', html: text }));
    it(`with nothing but HTML, ${name}`, () => compare({ text: '', html: text }));
    it(`with a subject ${name}`, () => compare({ text, html: text, subject: text }));
  }
});
