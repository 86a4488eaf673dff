export interface MailHeader {
  name: string;
  /** On one line, in readable characters. */
  value: string;
}

/** The headers of a message (RFC 5322), in order, unfolded and decoded (RFC 2047). */
export function readMailHeaders(source: string): MailHeader[] {
  const [head = ''] = source.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) return [];
    return [{ name: line.slice(0, colon), value: decodeWords(line.slice(colon + 1).trim()) }];
  });
}

const WORD = /=\?([\w-]+)\?([BQ])\?([^?]*)\?=/gi;

function decodeWords(text: string): string {
  // Between two encoded words the space is no part of the text.
  return text.replace(/(\?=)\s+(=\?)/g, '$1$2').replace(WORD, (whole, charset, encoding, word) => {
    try {
      return new TextDecoder(charset).decode(encoding.toUpperCase() === 'B' ? fromBase64(word) : fromQ(word));
    } catch {
      return whole;
    }
  });
}

function fromBase64(word: string): Uint8Array {
  return Uint8Array.from(atob(word), (char) => char.charCodeAt(0));
}

function fromQ(word: string): Uint8Array {
  const bytes = word
    .replaceAll('_', ' ')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
}
