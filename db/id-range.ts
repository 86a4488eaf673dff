/** The lowest id that could be made at `ms` (epoch): ids begin with their time, so a range of ids is a range of time. */
export function firstIdAt(ms: number): string {
  return Math.max(0, ms).toString(16).padStart(12, '0');
}
