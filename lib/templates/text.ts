import { compile } from 'html-to-text';

/** The converter needs quadratic time on elements that are nested, or left open, more often than this. */
const MAX_OPEN_ELEMENTS = 1_000;
const VOID_ELEMENTS = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

const convert = compile({
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/**
 * Makes the text part of a mail from its HTML: paragraphs, lists, and links with their addresses.
 * @returns undefined when so many elements are open within one another that it would take seconds
 */
export function htmlToText(html: string): string | undefined {
  if (!html.includes('<') && !html.includes('&')) return html.trim();
  return hasText(html) ? convert(html).trim() : undefined;
}

/** Whether `htmlToText` makes a text of it. To tell takes far less time. */
export function hasText(html: string): boolean {
  return openElements(html) <= MAX_OPEN_ELEMENTS;
}

/** The largest number of elements that are open at one place, or somewhat more. */
function openElements(html: string): number {
  let open = 0;
  let most = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9-]{0,40})/gi)) {
    if (slash) open = Math.max(0, open - 1);
    else if (!VOID_ELEMENTS.has(name.toLowerCase())) most = Math.max(most, ++open);
  }
  return most;
}
