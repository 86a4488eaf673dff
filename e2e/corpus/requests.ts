import type { Case } from './case';

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
