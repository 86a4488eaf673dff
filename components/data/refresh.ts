import type { QueryClient } from '@tanstack/react-query';

/**
 * Has what is known of these kinds of records (first part of the query keys) read again after a change. The pages of a live
 * list stay: what changed in them is read by the list itself, and new rows must not push the others down.
 */
export function refreshRecords(client: QueryClient, names: readonly string[]): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) =>
      names.includes(String(queryKey[0])) && !(queryKey[1] === 'list' && queryKey.at(-1) === 'pages'),
  });
}
