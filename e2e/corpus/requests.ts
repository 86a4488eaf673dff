import type { Case } from './generators';

const base64url = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const jwt = (header: object, payload: object | string, signature = 'c2ln') =>
  `${base64url(header)}.${base64url(payload)}.${signature}`;
const ADMIN = { sub: 'admin', role: 'Administrator', exp: 9_999_999_999 };

/** Tokens that nobody has: of the right form, of every other form, and JWTs, which are not spoken here. */
const TOKENS = [
  ...[
    'dsp_api_',
    'dsp_access_',
    'dsp_session_',
    'dsp_refresh_',
    'dsp_setup_',
    'dsp_password_',
    'dsp_oauth1_',
    'dsp_device_',
    'whsec_',
    'dsp_',
  ].flatMap((prefix) => [
    prefix,
    `${prefix}x`,
    `${prefix}${'A'.repeat(43)}`,
    `${prefix}${'A'.repeat(43)}00000000`,
    `${prefix}${'A'.repeat(400)}`,
  ]),
  ...['none', 'None', 'NONE', 'HS256', 'RS256', 'ES256', 'HS512', '../../dev/null', ''].flatMap((alg) => [
    jwt({ alg, typ: 'JWT' }, ADMIN),
    jwt({ alg, typ: 'JWT' }, ADMIN, ''),
  ]),
  jwt({ alg: 'HS256', kid: "' OR 1=1 --" }, ADMIN),
  jwt({ alg: 'HS256', kid: '../../../etc/passwd' }, ADMIN),
  jwt({ alg: 'HS256', jku: 'https://127.0.0.1/keys' }, ADMIN),
  jwt({ alg: 'RS256', jwk: { kty: 'oct', k: 'AA' } }, ADMIN),
  jwt({ alg: 'HS256' }, 'not json'),
  ...[
    'a.b',
    'a.b.c',
    'a.b.c.d',
    '..',
    '...',
    'null',
    'undefined',
    'true',
    '0',
    '-1',
    '[]',
    '{}',
    '*',
    '%00',
    '..%2f',
    '=',
    '==',
    '_',
    '-',
    '~',
    '/',
    '+',
    '0'.repeat(64),
    'f'.repeat(64),
    'a'.repeat(512),
    'a'.repeat(513),
    'a'.repeat(4_000),
  ],
];

/** 11. Headers that prove nothing. */
export const CREDENTIALS: Case<Record<string, string>>[] = [
  ...TOKENS.map((token) => ({
    name: `Bearer ${token.slice(0, 40)} (${token.length})`,
    value: { authorization: `Bearer ${token}` },
  })),
  ...[
    '',
    'Bearer',
    'Bearer ',
    'bearer',
    'Bearer  a  b',
    'Basic',
    'Basic YTpi',
    'Basic %%%',
    'Digest username="admin"',
    'Negotiate abc',
    'OAuth',
    'OAuth realm=""',
    'AWS4-HMAC-SHA256 x',
    'Token abc',
    'Bearer a, Bearer b',
    'Bearer\ta',
    '"Bearer a"',
    'Bearer "a"',
    "Bearer 'a'",
    'Bearer <a>',
    'Bearer a\\b',
    'Bearer é',
  ].map((authorization) => ({ name: `Authorization: ${authorization}`, value: { authorization } })),
  ...[
    'oauth_consumer_key="x"',
    'oauth_consumer_key="x", oauth_token="y"',
    'oauth_consumer_key="x", oauth_nonce="1", oauth_timestamp="abc", oauth_signature_method="HMAC-SHA1", oauth_signature="x"',
    'oauth_consumer_key="x", oauth_signature_method="PLAINTEXT", oauth_signature="x&y"',
    'oauth_consumer_key="x", oauth_consumer_key="y"',
    'oauth_consumer_key="%zz"',
    'oauth_consumer_key="x", oauth_version="9"',
    'oauth_consumer_key=x',
    `oauth_consumer_key="${'x'.repeat(5_000)}"`,
    ','.repeat(3_000),
  ].map((rest) => ({ name: `OAuth ${rest.slice(0, 60)}`, value: { authorization: `OAuth ${rest}` } })),
  ...['', 'x', `dsp_session_${'A'.repeat(51)}`, '"', "' OR '1'='1", '%00', 'a'.repeat(4_000)].flatMap((secret) =>
    ['dispatchers-session', '__Host-dispatchers-session', 'dispatchers-device'].map((name) => ({
      name: `the cookie ${name}=${secret.slice(0, 30)}`,
      value: { cookie: `${name}=${secret}`, 'sec-fetch-site': 'same-origin' },
    })),
  ),
  ...[
    'x-user',
    'x-remote-user',
    'x-forwarded-user',
    'x-authenticated-user',
    'x-api-key',
    'x-original-url',
    'x-rewrite-url',
    'x-middleware-subrequest',
    'x-dispatchers-address',
    'x-dispatchers-url',
    'proxy-authorization',
    'forwarded',
    'x-forwarded-for',
    'x-real-ip',
    'x-client-cert',
  ].map((header) => ({ name: `the header ${header}`, value: { [header]: 'admin@example.com' } })),
];

const action = { type: 'task', name: 'a', functionName: 'f' };
const dispatcher = { eventType: 'e', name: 'n', actions: [action] };
const file = (over: object) => ({ dispatchers: [{ ...dispatcher, ...over }] });
const acted = (over: object) => file({ actions: [{ ...action, ...over }] });

const WRONG: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  [],
  [[]],
  {},
  { a: 1 },
  'x'.repeat(70_000),
  ['x'],
  '{{',
  '\u0000',
];
const wrongFor = (field: string, fits: (value: unknown) => boolean, make: (value: unknown) => unknown) =>
  WRONG.filter((value) => !fits(value)).map((value) => ({
    name: `${field} = ${JSON.stringify(value).slice(0, 30)}`,
    value: make(value),
  }));
const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '' && value.length < 128;

/** 12. Files that an import refuses: bombs, what is unknown in them, and what is wrong in each of their fields. */
export const IMPORTS: Case<unknown>[] = [
  ...wrongFor(
    'the file',
    () => false,
    (value) => value,
  ),
  ...wrongFor(
    'dispatchers',
    (value) => Array.isArray(value) && value.length === 0,
    (value) => ({ dispatchers: value }),
  ),
  ...wrongFor(
    'a dispatcher',
    () => false,
    (value) => ({ dispatchers: [value] }),
  ),
  ...wrongFor(
    'eventType',
    (value) => typeof value === 'string' && value !== '' && value !== '\u0000' && value.length <= 256,
    (value) => file({ eventType: value }),
  ),
  ...wrongFor('name', isText, (value) => file({ name: value })),
  ...wrongFor(
    'tags',
    (value) => Array.isArray(value) && value.every(isText),
    (value) => file({ tags: value }),
  ),
  ...wrongFor(
    'enabled',
    (value) => typeof value === 'boolean',
    (value) => file({ enabled: value }),
  ),
  ...wrongFor(
    'actions',
    (value) => Array.isArray(value) && value.length === 0,
    (value) => file({ actions: value }),
  ),
  ...wrongFor(
    'an action',
    () => false,
    (value) => file({ actions: [value] }),
  ),
  ...wrongFor('the name of an action', isText, (value) => acted({ name: value })),
  ...wrongFor(
    'the type of an action',
    () => false,
    (value) => acted({ type: value }),
  ),
  ...wrongFor(
    'functionName',
    (value) => isText(value) && value !== '{{',
    (value) => acted({ functionName: value }),
  ),
  ...['id', 'creationTimestamp', 'updateTimestamp', 'password', 'secret', '$where', 'toString', 'owner'].flatMap(
    (field) => [
      { name: `an unknown field of a dispatcher: ${field}`, value: file({ [field]: 'x' }) },
      { name: `an unknown field of an action: ${field}`, value: acted({ [field]: 'x' }) },
      { name: `an unknown field of the file: ${field}`, value: { dispatchers: [], [field]: 'x' } },
    ],
  ),
  { name: 'a name twice', value: { dispatchers: [dispatcher, dispatcher] } },
  { name: 'the name of an action twice', value: file({ actions: [action, action] }) },
  { name: '9,000 empty dispatchers', value: { dispatchers: Array.from({ length: 9_000 }, () => ({})) } },
  {
    name: '3,000 actions',
    value: file({ actions: Array.from({ length: 3_000 }, (_, i) => ({ ...action, name: `${i}` })) }),
  },
  { name: '3,000 tags', value: file({ tags: Array.from({ length: 3_000 }, (_, i) => `${i}`) }) },
  { name: 'a description of 1 MB', value: file({ description: 'x'.repeat(900_000) }) },
  { name: 'data of 70 levels', value: acted({ data: JSON.parse('{"a":'.repeat(70) + 1 + '}'.repeat(70)) as unknown }) },
  { name: 'a template bomb', value: acted({ data: { a: '{{#if a}}'.repeat(3_000) } }) },
];

/** 13. More queries that cannot be read, or must not cost anything: cursors, offsets, deep and long ones. */
export const QUERIES: Case[] = [
  ...[
    '0',
    '-1',
    '1e9',
    'zz',
    'null',
    '[]',
    '%00',
    "'",
    'ffffffffffffffffffffffff0',
    'FFFFFFFFFFFFFFFFFFFFFFFF',
    '..%2f..',
    '%ff%ff',
  ].flatMap((cursor) => [`lt(id,${cursor})&limit(x)`, `limit(${cursor},${cursor},1)`, `sort(${cursor})`]),
  ...['select', 'union', 'drop', 'pragma', 'attach', 'load_extension', 'sqlite_version', 'randomblob'].flatMap(
    (word) => [`${word}(id,a)`, `eq(id;${word},a)`, `sort(id,${word})`],
  ),
  ...[
    'id--',
    'id/*',
    "id'",
    'id"',
    'id`',
    'id]',
    'id)',
    'rowid',
    'oid',
    '_rowid_',
    'sqlite_master',
    'hash',
    'password',
    'secret_ciphertext',
    'constructor.name',
    '__proto__.a',
    'toString',
    'hasOwnProperty',
  ].flatMap((field) => [`eq(${field},a)`, `sort(-${field})`, `like(${field},a)`]),
  `${'eq(id,a)|'.repeat(2_000)}eq(id,a)&x(`,
  `${'and('.repeat(40)}x(${')'.repeat(40)}`,
  `like(nope,${'*'.repeat(5_000)})`,
  `in(nope,${'a,'.repeat(4_000)}a)`,
].map((value) => ({ name: value.slice(0, 60), value }));

const ACTION_ID = '7f0000000000000000000000000000000000000000';
const multipart = (parts: Record<string, string>) =>
  `${Object.entries(parts)
    .map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--b--\r\n`;
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' };

export interface FlightRequest {
  method: string;
  headers: Record<string, string>;
  body: string;
}

const FLIGHT_PARTS: Record<string, string>[] = [
  { '0': '"$1"' },
  { '0': '"$0"' },
  { '0': '["$1"]', '1': '["$0"]' },
  { '0': '"$F1"', '1': '{"id":"x","bound":null}' },
  { '0': '"$@1"', '1': '"$@0"' },
  { '0': '"$K1"' },
  { '0': '"$B1"' },
  { '0': '"$Q1"' },
  { '0': '"$W1"' },
  { '0': '"$T1"' },
  { '0': '"$n1e999"' },
  { '0': `"$n${'9'.repeat(50_000)}"` },
  { '0': '"$D"' },
  { '0': '"$u"' },
  { '0': '"$Z"' },
  { '0': '"$1:__proto__:x"', '1': '{}' },
  { '0': '"$1:constructor:constructor"', '1': '{}' },
  {
    '0': '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{}","_response":{"_prefix":"throw 1//","_formData":{"get":"$1:constructor:constructor"}}}',
    '1': '"$@0"',
  },
  { [`$ACTION_ID_${ACTION_ID}`]: '' },
  { $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"x","bound":"$@1"}', '$ACTION_1:1': '[]' },
  { $ACTION_KEY: 'k' },
  { '0': '['.repeat(20_000) },
  { '0': `[${'"$1",'.repeat(20_000)}1]`, '1': '1' },
];

/** 14. What a server that has server actions or a flight decoder would choke on. Here there are none. */
export const FLIGHT: Case<FlightRequest>[] = [
  ...FLIGHT_PARTS.flatMap((parts) =>
    ([{}, { 'next-action': ACTION_ID }] as Record<string, string>[]).map((headers) => ({
      name: `${JSON.stringify(parts).slice(0, 60)} ${'next-action' in headers ? 'as an action' : 'as a form'}`,
      value: { method: 'POST', headers: { ...MULTIPART, ...headers }, body: multipart(parts) },
    })),
  ),
  ...[
    '',
    'x',
    '0',
    ACTION_ID,
    ACTION_ID.toUpperCase(),
    `${ACTION_ID}0`,
    '../',
    '%00',
    '__proto__',
    'constructor',
    'a'.repeat(8_000),
  ].flatMap((id) =>
    ['text/plain', 'text/x-component', 'application/json'].map((type) => ({
      name: `the action ${id.slice(0, 20)} as ${type}`,
      value: { method: 'POST', headers: { 'next-action': id, 'content-type': type }, body: '["$1"]' },
    })),
  ),
];
