/** Epoch milliseconds as an ISO 8601 string in UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
