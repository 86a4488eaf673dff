/** What never works in the sandbox, and would only be refused there with a complaint in the console. */
const DROPPED = 'script, iframe, frame, object, embed, applet, base, link, meta, portal, template, fencedframe';
/** Attributes by which an element would fetch something. */
const FETCHING = ['src', 'srcset', 'poster', 'background', 'data', 'xlink:href'];
const TAG = /<[a-z][^>]*>/gi;
const BASE = /^<base\b/i;
const HANDLER = /(^<[\w-]+\/|[\s"'])on([a-z]+\s*=)/gi;
const INLINE = /^\s*(data:|#)/i;
const STYLE_FETCHES = /image-set\((?:[^()]|\([^()]*\))*\)|url\(\s*(["']?)(?!data:)[^)]*\)/gi;
const STYLE_IMPORTS = /@import[^;]*;?/gi;
/** A letter may be written as its code, or with a stroke before it. */
const ESCAPED_LETTER = /\\0{0,4}([46][1-9a-f]|[57][0-9a])\s?|\\([g-z])/gi;

/**
 * A mail without what it would fetch or run, and how many images and files that leaves out. Only for the eye and the quiet of
 * the console: what keeps a mail from doing anything is the sandbox and the policy of its document.
 */
export function quietMail(html: string): { html: string; left: number } {
  // Pages are also rendered on the server, where no mail is known yet.
  if (typeof DOMParser === 'undefined') return { html, left: 0 };
  // Such a document is inert: nothing in it runs or loads. Only at some parts the page's policy would complain all the same.
  const parsed = new DOMParser().parseFromString(html.replace(TAG, withoutComplaint), 'text/html');
  let left = 0;
  for (const element of parsed.querySelectorAll(DROPPED)) element.remove();
  for (const element of parsed.querySelectorAll('*')) left += quietElement(element);
  for (const style of parsed.querySelectorAll('style')) {
    const text = plainLetters(style.textContent);
    left += countFetches(text);
    style.textContent = quietStyle(text);
  }
  return { html: parsed.documentElement.outerHTML, left };
}

function withoutComplaint(tag: string): string {
  return BASE.test(tag) ? '' : tag.replace(HANDLER, '$1data-on$2');
}

/** @returns how much it would have fetched. */
function quietElement(element: Element): number {
  let left = 0;
  for (const { name, value } of [...element.attributes]) {
    const isImageLink = name === 'href' && !['a', 'area'].includes(element.localName);
    const isOutside = element.localName === 'use' && name.endsWith('href') && !value.startsWith('#');
    if (isOutside || name.startsWith('on') || name === 'autofocus' || /^\s*javascript:/i.test(value)) {
      element.removeAttribute(name);
    } else if ((FETCHING.includes(name) || isImageLink) && value !== '' && !INLINE.test(value)) {
      element.removeAttribute(name);
      element.setAttribute('data-not-loaded', '');
      left += name === 'srcset' && element.hasAttribute('src') ? 0 : 1;
    } else if (name === 'style') {
      const text = plainLetters(value);
      left += countFetches(text);
      element.setAttribute('style', quietStyle(text));
    }
  }
  return left;
}

function plainLetters(style: string): string {
  return style.replace(ESCAPED_LETTER, (_, code: string | undefined, letter: string) =>
    code === undefined ? letter : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function countFetches(style: string): number {
  return (style.match(STYLE_FETCHES)?.length ?? 0) + (style.match(STYLE_IMPORTS)?.length ?? 0);
}

function quietStyle(style: string): string {
  return style.replace(STYLE_IMPORTS, '').replace(STYLE_FETCHES, 'none');
}
