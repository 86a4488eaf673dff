/** Bytes that are no request, or hardly one. `silent`: hanging up without a word is fine. */
interface RawCase {
  name: string;
  bytes: (authorization: string) => Buffer;
  silent?: true;
}

const HOST = 'host: localhost\r\n';

/** A POST to `events/v1` with these header lines and this body. */
function post(name: string, lines: string, body: string, silent?: true): RawCase {
  const bytes = (authorization: string) =>
    Buffer.from(`POST /events/v1 HTTP/1.1\r\n${HOST}authorization: ${authorization}\r\n${lines}\r\n${body}`, 'latin1');
  return silent ? { name, bytes, silent } : { name, bytes };
}

function start(name: string, text: string, silent?: true): RawCase {
  const bytes = () => Buffer.from(text, 'latin1');
  return silent ? { name, bytes, silent } : { name, bytes };
}

const EVENT = '{"type":"raw"}';

export const RAW_REQUESTS: readonly RawCase[] = [
  start('nothing', '', true),
  start('a newline', '\r\n\r\n', true),
  start('TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  start('no version', 'GET /\r\n\r\n'),
  start('version 0.9', `GET / HTTP/0.9\r\n${HOST}\r\n`),
  start('version 2.0', `GET / HTTP/2.0\r\n${HOST}\r\n`),
  start('the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  start('version 9', `GET / HTTP/9.9\r\n${HOST}\r\n`),
  start('a method of its own', `FETCH /events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a method in small letters', `get /events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a method with a NUL', `GE\0T / HTTP/1.1\r\n${HOST}\r\n`),
  start('TRACE', `TRACE /events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('CONNECT', 'CONNECT internal:22 HTTP/1.1\r\nhost: internal:22\r\n\r\n', true),
  start('no host', 'GET /events/v1 HTTP/1.1\r\n\r\n'),
  start('a path without slash', `GET events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('an asterisk', `GET * HTTP/1.1\r\n${HOST}\r\n`),
  start('another origin in the path', `GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\n${HOST}\r\n`),
  start('a file URL', `GET file:///etc/passwd HTTP/1.1\r\n${HOST}\r\n`),
  start('a network path', `GET //169.254.169.254/events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a space in the path', `GET /events /v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a NUL in the path', `GET /events/v1\0 HTTP/1.1\r\n${HOST}\r\n`),
  start('a dot segment in the path', `GET /health/../events/v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a backslash in the path', `GET /events\\v1 HTTP/1.1\r\n${HOST}\r\n`),
  start('a path of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`),
  start('a header of 100 KB', `GET /events/v1 HTTP/1.1\r\n${HOST}x: ${'a'.repeat(100_000)}\r\n\r\n`),
  start('3,000 headers', `GET /events/v1 HTTP/1.1\r\n${HOST}${'x: y\r\n'.repeat(3_000)}\r\n`),
  start('a header without colon', `GET /events/v1 HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`),
  start('a header name with a space', `GET /events/v1 HTTP/1.1\r\n${HOST}a b: c\r\n\r\n`),
  start('a header with a NUL', `GET /events/v1 HTTP/1.1\r\n${HOST}x: a\0b\r\n\r\n`),
  start('a folded header', `GET /events/v1 HTTP/1.1\r\n${HOST}x: a\r\n b\r\n\r\n`),
  start('bare line feeds', 'GET /events/v1 HTTP/1.1\nhost: localhost\n\n'),
  start('headers cut off', `GET /events/v1 HTTP/1.1\r\n${HOST}x: y`, true),
  start(
    'an upgrade to WebSocket',
    `GET /events/v1 HTTP/1.1\r\n${HOST}connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-version: 13\r\n\r\n`,
    true,
  ),
  start(
    'an upgrade to h2c',
    `GET /events/v1 HTTP/1.1\r\n${HOST}connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQ\r\n\r\n`,
    true,
  ),
  post('both lengths', 'content-length: 14\r\ntransfer-encoding: chunked\r\n', `e\r\n${EVENT}\r\n0\r\n\r\n`),
  post('two lengths', 'content-length: 14\r\ncontent-length: 15\r\n', EVENT),
  post('a negative length', 'content-length: -1\r\n', EVENT),
  post('a length that is no number', 'content-length: 1e1\r\n', EVENT),
  post('a length beyond 2^64', 'content-length: 99999999999999999999999\r\n', EVENT),
  post('a length that is too small', 'content-length: 5\r\n', EVENT),
  post('a length that is too large', 'content-length: 500\r\n', EVENT, true),
  post('a length of two megabytes', 'content-length: 2097152\r\n', EVENT),
  post('chunks that are none', 'transfer-encoding: chunked\r\n', 'zz\r\nnonsense\r\n'),
  post('a chunk with a negative size', 'transfer-encoding: chunked\r\n', '-5\r\nhello\r\n0\r\n\r\n'),
  post('a chunk that is too short', 'transfer-encoding: chunked\r\n', `ff\r\n${EVENT}\r\n0\r\n\r\n`),
  post('chunks of two megabytes', 'transfer-encoding: chunked\r\n', `200000\r\n${' '.repeat(2 ** 21)}\r\n0\r\n\r\n`),
  post('chunks without an end', 'transfer-encoding: chunked\r\n', `e\r\n${EVENT}\r\n`, true),
  post('an unknown transfer encoding', 'transfer-encoding: gzip\r\n', EVENT),
  post('an encoding hidden by a vertical tab', 'transfer-encoding: \x0bchunked\r\n', `e\r\n${EVENT}\r\n0\r\n\r\n`),
  post('gzip that is none', 'content-encoding: gzip\r\ncontent-length: 14\r\n', EVENT),
  post('brotli', 'content-encoding: br\r\ncontent-length: 14\r\n', EVENT),
  post('two encodings', 'content-encoding: identity, gzip\r\ncontent-length: 14\r\n', EVENT),
  post('an expectation of its own', 'expect: miracles\r\ncontent-length: 14\r\n', EVENT),
  post('two Authorization headers', 'authorization: Bearer other\r\ncontent-length: 2\r\n', '{}'),
  post('no body', '', ''),
];
