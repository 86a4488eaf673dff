// HTTP/1.1 over kept connections, as little of it as a load generator and its counterpart need.

/** Splits what has arrived into whole messages (with `Content-Length`) and the rest. */
export function takeMessages(text) {
  const messages = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const head = text.slice(at, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const from = end + 4;
    if (text.length < from + length) break;
    messages.push({ head, body: text.slice(from, from + length) });
    at = from + length;
  }
  return { messages, rest: text.slice(at) };
}

/** A POST as text. @param {string} lines further headers, each ended by CRLF */
export function postText(path, contentType, lines, body) {
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}\r\n${lines}\r\n${body}`;
}
