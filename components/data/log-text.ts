import type { TaskLogLine } from '@/lib/tasks/schema';

/** A log as text: a line each, with its time in UTC. */
export function toLogText(lines: readonly TaskLogLine[]): string {
  return lines.map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`).join('\n');
}
