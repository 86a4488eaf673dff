import { expect, test } from 'vitest';
import { readMailHeaders } from '@/components/data/mail-headers';

test('headers are unfolded, and read as people wrote them', () => {
  const source = [
    'From: =?UTF-8?Q?Zo=C3=AB_M=C3=BCller?= <zoe@example.com>',
    'To: ada@example.com,',
    ' bob@example.com',
    'Subject: =?UTF-8?B?RGFnLCA=?= =?UTF-8?B?Wm/Dqw==?=',
    '',
    'Not-A-Header: the body',
  ].join('\r\n');
  expect(readMailHeaders(source)).toEqual([
    { name: 'From', value: 'Zoë Müller <zoe@example.com>' },
    { name: 'To', value: 'ada@example.com, bob@example.com' },
    { name: 'Subject', value: 'Dag, Zoë' },
  ]);
});

test('what cannot be decoded stays as it is', () => {
  expect(readMailHeaders('Subject: =?NO-SUCH?B?AAAA?=\n\n')).toEqual([
    { name: 'Subject', value: '=?NO-SUCH?B?AAAA?=' },
  ]);
});
