import { describe, expect, test } from 'vitest';
import { CONFIGURATION_RETRY_MS, classifyFailure, type SmtpFailure } from './classify';
import type { FailureClass } from './outgoing';
import { classifyRecipient, GREYLIST_RETRY_MS, summariseRecipients } from './recipient-outcomes';

const CONTEXT = { bodySent: false, server: 'mail.example:25', sender: 'me@x.org' };

/** A failure as nodemailer reports it: `code`, the command it answers, and the server's line. */
function failure(code: string | undefined, command?: string, response?: string, originalCode?: string): SmtpFailure {
  const responseCode = Number(/^\d{3}/.exec(response ?? '')?.[0]) || undefined;
  return { code, originalCode, responseCode, response, command, message: `nodemailer says ${code}` };
}

type Row = [phase: string, SmtpFailure, FailureClass, 'refused' | 'deferred', retryAfterMs?: number];

const DATA_4XX = [421, 432, 450, 451, 452, 454, 499];
const DATA_5XX = [500, 501, 502, 504, 521, 550, 551, 552, 553, 554, 555, 571];

const TABLE: Row[] = [
  ['name not found', failure('EDNS', 'CONN', undefined, 'ENOTFOUND'), 'infrastructure', 'deferred'],
  ['connection refused', failure('ESOCKET', 'CONN', undefined, 'ECONNREFUSED'), 'infrastructure', 'deferred'],
  ['connection reset', failure('ESOCKET', 'CONN', undefined, 'ECONNRESET'), 'infrastructure', 'deferred'],
  ['connection closed', failure('ECONNECTION', 'CONN'), 'infrastructure', 'deferred'],
  ['no greeting', failure('ETIMEDOUT', 'CONN', undefined, 'GREETING_TIMEOUT'), 'infrastructure', 'deferred'],
  ['greeting 421', failure('EPROTOCOL', 'CONN', '421 busy'), 'infrastructure', 'deferred'],
  ['greeting 554', failure('EPROTOCOL', 'CONN', '554 no'), 'configuration', 'deferred', CONFIGURATION_RETRY_MS],
  ['greeting garbage', failure('EPROTOCOL', 'CONN', 'SSH-2.0'), 'configuration', 'deferred', CONFIGURATION_RETRY_MS],
  ['EHLO 421', failure('ECONNECTION', 'EHLO', '421 bye'), 'infrastructure', 'deferred'],
  ['no STARTTLS', failure('ECONNECTION', 'EHLO', '502 no'), 'configuration', 'deferred', CONFIGURATION_RETRY_MS],
  ['STARTTLS refused', failure('ETLS', 'STARTTLS', '502 no'), 'configuration', 'deferred', CONFIGURATION_RETRY_MS],
  ['STARTTLS 454', failure('ETLS', 'STARTTLS', '454 not now'), 'transient', 'deferred'],
  [
    'certificate',
    failure('ESOCKET', 'CONN', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    'configuration',
    'deferred',
    CONFIGURATION_RETRY_MS,
  ],
  [
    'wrong name in the certificate',
    failure('ESOCKET', 'CONN', undefined, 'ERR_TLS_CERT_ALTNAME_INVALID'),
    'configuration',
    'deferred',
    CONFIGURATION_RETRY_MS,
  ],
  ['AUTH 454', failure('EAUTH', 'AUTH PLAIN', '454 4.7.0 later'), 'transient', 'deferred'],
  ['AUTH 421', failure('EAUTH', 'AUTH PLAIN', '421 too many'), 'infrastructure', 'deferred'],
  ...[530, 534, 535, 538, 500].map(
    (code): Row => [
      `AUTH ${code}`,
      failure('EAUTH', 'AUTH PLAIN', `${code} no`),
      'configuration',
      'deferred',
      CONFIGURATION_RETRY_MS,
    ],
  ),
  ['no credentials', failure('EAUTH', 'API'), 'configuration', 'deferred', CONFIGURATION_RETRY_MS],
  ['MAIL FROM 451', failure('EENVELOPE', 'MAIL FROM', '451 later'), 'transient', 'deferred'],
  ['MAIL FROM 503', failure('EENVELOPE', 'MAIL FROM', '503 sequence'), 'transient', 'deferred'],
  [
    'MAIL FROM 530',
    failure('EENVELOPE', 'MAIL FROM', '530 log in'),
    'configuration',
    'deferred',
    CONFIGURATION_RETRY_MS,
  ],
  ['MAIL FROM 550', failure('EENVELOPE', 'MAIL FROM', '550 not yours'), 'configuration', 'refused'],
  ['MAIL FROM 553', failure('EENVELOPE', 'MAIL FROM', '553 not yours'), 'configuration', 'refused'],
  ['MAIL FROM 552 (size)', failure('EENVELOPE', 'MAIL FROM', '552 too big'), 'permanent', 'refused'],
  ['too big for us to try', failure('EMESSAGE', 'MAIL FROM'), 'permanent', 'refused'],
  ['unsolicited 421', failure('ECONNECTION', 'CONN', '421 closing'), 'transient', 'deferred'],
  ...DATA_4XX.flatMap((code): Row[] => [
    [`DATA ${code}`, failure('EENVELOPE', 'DATA', `${code} no`), 'transient', 'deferred'],
    [`final dot ${code}`, failure('EMESSAGE', 'DATA', `${code} no`), 'transient', 'deferred'],
  ]),
  ...DATA_5XX.flatMap((code): Row[] => [
    [`DATA ${code}`, failure('EENVELOPE', 'DATA', `${code} no`), 'permanent', 'refused'],
    [`final dot ${code}`, failure('EMESSAGE', 'DATA', `${code} no`), 'permanent', 'refused'],
  ]),
  ['stopped by us', failure('EABORT'), 'transient', 'deferred'],
  ['envelope that we refuse', failure('EENVELOPE', 'API'), 'permanent', 'refused'],
  ['mail that we refuse', failure('EREFUSED'), 'permanent', 'refused'],
  ['file access', failure('EFILEACCESS'), 'permanent', 'refused'],
  ['url access', failure('EURLACCESS'), 'permanent', 'refused'],
  ['an answer without a code', failure('EENVELOPE', 'DATA', 'what?'), 'infrastructure', 'deferred'],
  ['something unheard of', failure(undefined), 'infrastructure', 'deferred'],
];

describe('R-19: a failed attempt', () => {
  test.each(TABLE)('%s', (_phase, seen, expectedClass, fate, retryAfterMs) => {
    const verdict = classifyFailure(seen, CONTEXT);
    expect(verdict).toMatchObject({ class: expectedClass, fate });
    expect(verdict.retryAfterMs).toBe(retryAfterMs);
  });

  test.each(TABLE.filter(([, seen]) => seen.response !== undefined))(
    '%s shows the answer of the server',
    (_p, seen) => {
      expect(classifyFailure(seen, CONTEXT).message).toContain(seen.response);
    },
  );

  test.each(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EABORT', undefined])(
    'is ambiguous when %s comes after the last byte of the body',
    (code) => {
      const verdict = classifyFailure(failure(code, 'CONN'), { ...CONTEXT, bodySent: true });
      expect(verdict).toMatchObject({ class: 'ambiguous', fate: 'deferred' });
      expect(verdict.message).toMatch(/may have been delivered/);
    },
  );

  test('is not ambiguous when the server answered after the last byte', () => {
    const sent = { ...CONTEXT, bodySent: true };
    expect(classifyFailure(failure('EMESSAGE', 'DATA', '554 spam'), sent).class).toBe('permanent');
    expect(classifyFailure(failure('EMESSAGE', 'DATA', '421 closing'), sent).class).toBe('transient');
  });

  test('keeps a long answer to one line of bounded length', () => {
    const answer = `550 ${'x'.repeat(9_000)}\r\nBcc: a@b`;
    const { message } = classifyFailure(failure('EMESSAGE', 'DATA', answer), CONTEXT);
    expect(message).not.toMatch(/[\r\n]/);
    expect(message.length).toBeLessThan(600);
  });
});

describe('R-19: one recipient', () => {
  const rows: [number, 'refused' | 'deferred', FailureClass, number?][] = [
    [421, 'deferred', 'transient'],
    [450, 'deferred', 'transient', GREYLIST_RETRY_MS],
    [451, 'deferred', 'transient', GREYLIST_RETRY_MS],
    [452, 'deferred', 'transient'],
    [455, 'deferred', 'transient'],
    [503, 'deferred', 'transient'],
    [530, 'deferred', 'configuration', CONFIGURATION_RETRY_MS],
    [550, 'refused', 'permanent'],
    [551, 'refused', 'permanent'],
    [552, 'deferred', 'transient'],
    [553, 'refused', 'permanent'],
    [554, 'refused', 'permanent'],
  ];
  test.each(rows)('%i means %s', (code, status, expectedClass, retryAfterMs) => {
    const answer = classifyRecipient('a@b.org', failure('EENVELOPE', 'RCPT TO', `${code} because`));
    expect(answer.outcome).toEqual({ address: 'a@b.org', status, code, response: `${code} because` });
    expect(answer.class).toBe(expectedClass);
    expect(answer.retryAfterMs).toBe(retryAfterMs);
  });
});

describe('R-19: several recipients', () => {
  const ok = (address: string) => ({ outcome: { address, status: 'accepted' as const } });
  const no = (address: string, response: string) =>
    classifyRecipient(address, failure('EENVELOPE', 'RCPT TO', response));

  test('are sent when every one is accepted', () => {
    expect(summariseRecipients([ok('a@b'), ok('c@d')])).toEqual({
      status: 'sent',
      recipients: [ok('a@b').outcome, ok('c@d').outcome],
    });
  });

  test('name the one that was refused among accepted ones, for good', () => {
    expect(summariseRecipients([ok('a@b'), no('c@d', '550 no such user')])).toMatchObject({
      status: 'partial',
      class: 'permanent',
      code: 550,
      message: 'The mail server refused the recipient c@d: 550 no such user',
    });
  });

  test('are tried again as long as one is deferred', () => {
    const outcome = summariseRecipients([no('a@b', '550 gone'), no('c@d', '451 greylisted'), no('e@f', '452 full')]);
    expect(outcome).toMatchObject({ status: 'failed', class: 'transient', code: 451, retryAfterMs: GREYLIST_RETRY_MS });
    expect(outcome.message).toBe(
      'The mail server refused the recipient a@b: 550 gone. ' +
        'The mail server wants us to try again later for the recipients c@d: 451 greylisted; e@f: 452 full',
    );
  });
});
