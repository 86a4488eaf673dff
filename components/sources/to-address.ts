/** The whole address of a source's webhook; empty of its origin while the page is not in a browser yet. */
export function toAddress(name: string): string {
  return `${toOrigin()}/webhooks/${name}`;
}

export function toOrigin(): string {
  return typeof window === 'undefined' ? '' : window.location.origin;
}
