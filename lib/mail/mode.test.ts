import { describe, expect, test } from 'vitest';
import { applyMode, type MailMode, outcomesByOriginal, parseMailMode } from './mode';
import type { OutgoingMail } from './outgoing';

function modeOf(text: string): MailMode {
  const mode = parseMailMode(text);
  if (!mode) throw new Error(`no mode: ${text}`);
  return mode;
}

const MAIL: OutgoingMail = {
  mailId: '1',
  messageId: '<1@x.test>',
  from: 'me@x.test',
  recipients: { to: ['Ann <ann@one.test>'], cc: ['bob@two.test'], bcc: ['eve@Bücher.test'] },
  envelopeTo: ['ann@one.test', 'bob@two.test', 'eve@Bücher.test'],
  subject: 's',
  html: 'h',
  text: 't',
  headers: { 'X-A': '1' },
};

describe('MAIL_MODE', () => {
  test.each<[string, MailMode]>([
    ['live', { kind: 'live' }],
    [' capture ', { kind: 'capture' }],
    ['redirect:qa@x.test', { kind: 'redirect', address: 'qa@x.test' }],
    ['allow:one.test, @Two.TEST,one.test', { kind: 'allow', domains: ['one.test', 'two.test'] }],
    ['allow:bücher.test', { kind: 'allow', domains: ['xn--bcher-kva.test'] }],
  ])('reads %j', (text, mode) => {
    expect(parseMailMode(text)).toEqual(mode);
  });

  test.each([
    '',
    'Live',
    'live:now',
    'redirect',
    'redirect:',
    'redirect:a@b, c@d',
    'redirect:a@b.test\nBcc: c@d',
    'allow',
    'allow:',
    'allow:one.test,,two.test',
    'allow:*.test',
  ])('does not know %j', (text) => {
    expect(parseMailMode(text)).toBeUndefined();
  });
});

describe('the mode', () => {
  test('live delivers to everybody, unchanged', () => {
    const result = applyMode({ kind: 'live' }, MAIL);
    expect(result.mail).toBe(MAIL);
    expect(result.captured).toEqual([]);
    expect(result.deliver.map((one) => one.actual)).toEqual(MAIL.envelopeTo);
  });

  test('capture sends nothing', () => {
    expect(applyMode({ kind: 'capture' }, MAIL)).toEqual({ mail: undefined, deliver: [], captured: MAIL.envelopeTo });
  });

  test('redirect sends one mail that shows nobody else to reply to, and says for whom it was', () => {
    const before = structuredClone(MAIL);
    const { mail, deliver, captured } = applyMode({ kind: 'redirect', address: 'qa@x.test' }, MAIL);
    expect(mail).toMatchObject({
      messageId: MAIL.messageId,
      envelopeTo: ['qa@x.test'],
      recipients: { to: ['qa@x.test'], cc: [], bcc: [] },
      headers: { 'X-A': '1', 'X-Original-To': 'ann@one.test, bob@two.test, eve@Bücher.test' },
    });
    expect(deliver.map((one) => one.original)).toEqual(MAIL.envelopeTo);
    expect(new Set(deliver.map((one) => one.actual))).toEqual(new Set(['qa@x.test']));
    expect(captured).toEqual([]);
    expect(MAIL).toEqual(before);
  });

  test('allow delivers inside the domains and captures the rest', () => {
    const mode = modeOf('allow:TWO.test,xn--bcher-kva.test');
    const { mail, deliver, captured } = applyMode(mode, MAIL);
    expect(mail?.envelopeTo).toEqual(['bob@two.test', 'eve@Bücher.test']);
    expect(deliver.map((one) => one.original)).toEqual(['bob@two.test', 'eve@Bücher.test']);
    expect(captured).toEqual(['ann@one.test']);
  });

  test('allow means the domain itself: no subdomain, no look-alike', () => {
    const mode = modeOf('allow:one.test');
    for (const address of ['a@sub.one.test', 'a@one.test.evil.org', 'a@xone.test', 'a@one.test@evil.org']) {
      expect(applyMode(mode, { ...MAIL, envelopeTo: [address] })).toEqual({
        mail: undefined,
        deliver: [],
        captured: [address],
      });
    }
  });

  test('one answer for a redirected mail counts for everybody that it was for', () => {
    const { deliver } = applyMode({ kind: 'redirect', address: 'qa@x.test' }, MAIL);
    const outcomes = outcomesByOriginal(deliver, [{ address: 'qa@x.test', status: 'accepted', code: 250 }]);
    expect(outcomes).toEqual(MAIL.envelopeTo.map((address) => ({ address, status: 'accepted', code: 250 })));
  });
});
