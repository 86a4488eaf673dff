import type { EventSummary } from '@/lib/console/schema';

/**
 * Brings the newest page into a list without moving a row: known events get their newest fate, unknown ones wait in `fresh`.
 * Both lists are newest first; ids sort by time.
 */
export function mergeLive(shown: readonly EventSummary[], latest: readonly EventSummary[]) {
  const newest = new Map(latest.map((event) => [event.id, event]));
  const top = shown[0]?.id ?? '';
  return {
    rows: shown.map((event) => newest.get(event.id) ?? event),
    fresh: latest.filter((event) => event.id > top),
    /** More came than one page holds: between `fresh` and the rows some are missing. */
    gap: shown.length > 0 && latest.length > 0 && latest.every((event) => event.id > top),
  };
}
