/** What never works in the sandbox, and would only be refused there with a complaint in the console. */
const DROPPED = 'script, iframe, frame, object, embed, applet, base, link, meta, portal';
/** Attributes by which an element would fetch something. */
const FETCHING = ['src', 'srcset', 'poster', 'background', 'data', 'xlink:href'];
const TAG = /<[a-z][^>]*>/gi;
const HANDLER = /(^<[\w-]+\/|[\s"'])on([a-z]+\s*=)/gi;
const INLINE = /^\s*(data:|#)/i;
const STYLE_FETCHES = /url\(\s*(["']?)(?!data:)[^)]*\)/gi;
const STYLE_IMPORTS = /@import[^;]*;?/gi;

/**
 * A mail without what it would fetch or run, and how many images and files that leaves out. Only for the eye and the quiet of
 * the console: what keeps a mail from doing anything is the sandbox and the policy of its document.
 */
export function quietMail(html: string): { html: string; left: number } {
  // Pages are also rendered on the server, where no mail is known yet.
  if (typeof DOMParser === 'undefined') return { html, left: 0 };
  // Such a document is inert: nothing in it runs or loads. Only at handlers the page's policy would complain all the same.
  const parsed = new DOMParser().parseFromString(html.replace(TAG, withoutHandlers), 'text/html');
  let left = 0;
  for (const element of parsed.querySelectorAll(DROPPED)) element.remove();
  for (const element of parsed.querySelectorAll('*')) left += quietElement(element);
  for (const style of parsed.querySelectorAll('style')) {
    left += countFetches(style.textContent);
    style.textContent = quietStyle(style.textContent);
  }
  return { html: parsed.documentElement.outerHTML, left };
}

function withoutHandlers(tag: string): string {
  return tag.replace(HANDLER, '$1data-on$2');
}

/** @returns how much it would have fetched. */
function quietElement(element: Element): number {
  let left = 0;
  for (const { name, value } of [...element.attributes]) {
    const isImageLink = name === 'href' && !['a', 'area'].includes(element.localName);
    if (name.startsWith('on') || /^\s*javascript:/i.test(value)) {
      element.removeAttribute(name);
    } else if ((FETCHING.includes(name) || isImageLink) && value !== '' && !INLINE.test(value)) {
      element.removeAttribute(name);
      element.setAttribute('data-not-loaded', '');
      left += name === 'srcset' && element.hasAttribute('src') ? 0 : 1;
    } else if (name === 'style') {
      left += countFetches(value);
      element.setAttribute('style', quietStyle(value));
    }
  }
  return left;
}

function countFetches(style: string): number {
  return (style.match(STYLE_FETCHES)?.length ?? 0) + (style.match(STYLE_IMPORTS)?.length ?? 0);
}

function quietStyle(style: string): string {
  return style.replace(STYLE_IMPORTS, '').replace(STYLE_FETCHES, 'none');
}
