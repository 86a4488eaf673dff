/** Nothing is fetched and nothing runs: what a mail carries in itself is all that is shown. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The document for a sandboxed frame that shows a mail's HTML. The policy stands first, so nothing in the mail comes
 * before it; links point to a new window, which the sandbox refuses.
 */
export function toMailDocument(html: string): string {
  return [
    '<!doctype html><html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light">',
    '<base target="_blank">',
    '<style>body{margin:16px;font:15px/1.5 system-ui,sans-serif;color:#17181f;background:#fff;overflow-wrap:anywhere}',
    'img[data-not-loaded]{display:inline-block;outline:1px dashed #b9bcc9;outline-offset:-1px;background:#f3f3f6;color:#565968}</style>',
    `</head><body>${html}</body></html>`,
  ].join('');
}
