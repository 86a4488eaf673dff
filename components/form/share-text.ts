/** `98 % of events`, `all events`; never 0 or 100 % when that is not quite so. */
export function shareText(share: number | undefined): string | undefined {
  if (share === undefined) return undefined;
  if (share >= 1) return 'all events';
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} % of events`;
}
