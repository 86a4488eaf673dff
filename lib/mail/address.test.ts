import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRecipient, parseRecipient } from './address';

describe('a recipient', () => {
  it.each([
    ['anna@example.org', 'anna@example.org', undefined],
    ['  anna@example.org ', 'anna@example.org', undefined],
    ["o'brien+tag=x@sub.example.org", "o'brien+tag=x@sub.example.org", undefined],
    ['Anna <anna@example.org>', 'anna@example.org', 'Anna'],
    ['Anna de Vries<anna@example.org>', 'anna@example.org', 'Anna de Vries'],
    ['<anna@example.org>', 'anna@example.org', undefined],
    ['"Vries, Anna" <anna@example.org>', 'anna@example.org', 'Vries, Anna'],
    ['"Anna \\"A\\" \\\\" <anna@example.org>', 'anna@example.org', 'Anna "A" \\'],
    ['Zoë 😀 <zoe@example.org>', 'zoe@example.org', 'Zoë 😀'],
    ['root@localhost', 'root@localhost', undefined],
    ['anna@bücher.example', 'anna@bücher.example', undefined],
  ])('%s', (text, address, name) => {
    const parsed = parseRecipient(text);
    expect(parsed).toMatchObject({ ok: true, recipient: { address, name } });
    expect(parsed.ok && parseRecipient(formatRecipient(parsed.recipient))).toEqual(parsed);
  });

  it('goes over the wire with an international domain in ASCII', () => {
    expect(parseRecipient('anna@bücher.example')).toMatchObject({
      recipient: { wireAddress: 'anna@xn--bcher-kva.example' },
    });
  });
});

describe('S-18: anything else is refused, never repaired', () => {
  it.each([
    '',
    '   ',
    'anna',
    'anna@',
    '@example.org',
    'a@b@c.org',
    'anna@example..org',
    '.anna@example.org',
    'anna.@example.org',
    'a b@example.org',
    'anna@-example.org',
    'anna@[127.0.0.1]',
    'anna@127.0.0.1',
    '"quoted local"@example.org',
    'a@x.org,b@x.org',
    'a@x.org, b@x.org',
    'a@x.org; b@x.org',
    'a@x.org b@x.org',
    'Anna <a@x.org>, Bob <b@x.org>',
    'Friends: a@x.org, b@x.org;',
    'undisclosed-recipients:;',
    'Anna <a@x.org> <b@x.org>',
    'Anna <a@x.org',
    'Anna a@x.org>',
    'a@x.org <b@x.org>',
    'Anna (work) <a@x.org>',
    'a@x.org (Anna)',
    'Vries, Anna <a@x.org>',
    '"Anna <a@x.org>',
    'Anna" <a@x.org>',
    '=?utf-8?q?Anna?= <a@x.org>',
    '=?UTF-8?B?QW5uYQ==?= <a@x.org>',
    '<a@x.org,b@x.org>',
    '<>',
    'Anna <>',
    'a@x.org\r\nBcc: b@x.org',
    'a@x.org\n',
    '\ra@x.org',
    'Anna\u0000 <a@x.org>',
    'Anna\u2028 <a@x.org>',
    'Anna\u2029<a@x.org>',
    'Anna\u0085 <a@x.org>',
    'Anna\t<a@x.org>',
    '"Anna\n" <a@x.org>',
    'a\u007f@x.org',
    'Anna \u202egro.x <a@x.org>',
    'Anna \ud800 <a@x.org>',
    `${'a'.repeat(65)}@x.org`,
    `a@${'a'.repeat(64)}.org`,
    `a@${'abc.'.repeat(70)}org`,
    `${'n'.repeat(600)} <a@x.org>`,
    'a@x.org:25',
    'mailto:a@x.org',
    'a@x%6erg.org',
  ])('%j', (text) => {
    expect(parseRecipient(text)).toMatchObject({ ok: false, message: expect.any(String) });
  });
});

it('what is accepted reads back the same, and has no line break', () => {
  const pieces = fc.constantFrom(
    'anna',
    '@',
    'example.org',
    '<',
    '>',
    '"',
    '\\',
    ',',
    ';',
    ' ',
    '\r\n',
    '\u2028',
    '.',
    'é',
    'x',
    '(',
    ':',
    '=?',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const parsed = parseRecipient(parts.join(''));
      if (!parsed.ok) return;
      const text = formatRecipient(parsed.recipient);
      expect(parseRecipient(text)).toEqual(parsed);
      expect(text).not.toMatch(/[\r\n\u2028]/);
      expect(parsed.recipient.wireAddress.split('@')).toHaveLength(2);
    }),
    { numRuns: 2_000 },
  );
});
