import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * False on the server, and while React takes over the document that came from there: until then what is rendered must be
 * the same on both sides, which do not share a clock or a time zone.
 */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * What the server read for the document, while React takes the document over; undefined from then on. Next keeps what a page
 * was given, and gives it again to who comes back to the page later, when it is old.
 */
export function useFromDocument<T>(read: T): T | undefined {
  return useInBrowser() ? undefined : read;
}
