const ENTRY_EXTENSION = /\.(?:js|mjs|cjs)$/;
/** `import` and `export` as statements; a dynamic import works in both kinds of module. */
const IS_MODULE = /^\s*(?:export\s|import\s+(?:[\w*{'"]|\w+\s+from))/m;

/**
 * The name of the one file that is written in the browser: what the entry point needs. A file that is there keeps its
 * extension; a new one is `.mjs` when its text imports or exports as a module, which Node.js 20 would not notice.
 * @param stored the path under which it was stored before
 */
export function toCodePath(entryPoint: string, source: string, stored?: string): string {
  const base = entryPoint.includes('.') ? entryPoint.slice(0, entryPoint.lastIndexOf('.')) : entryPoint || 'index';
  const extension = stored?.replace(ENTRY_EXTENSION, '') === base ? stored.slice(base.length) : undefined;
  if (extension && extension !== '.js') return `${base}${extension}`;
  return `${base}${IS_MODULE.test(source) ? '.mjs' : '.js'}`;
}
