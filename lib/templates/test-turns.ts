import { ServiceError } from '@/lib/errors/service-error';

const MAX_IN_WINDOW = 10;
const WINDOW_MS = 60_000;

/** User → when their last test mails were sent (epoch ms). */
const turns = new Map<string, number[]>();

/** Counts one more test mail of a user. @throws ServiceError 27 (status 429) when there were ten within a minute. */
export function takeTestTurn(userId: string, now: number): void {
  const recent = (turns.get(userId) ?? []).filter((at) => at > now - WINDOW_MS);
  const [oldest] = recent;
  if (oldest !== undefined && recent.length >= MAX_IN_WINDOW) {
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1_000));
    const message = `${MAX_IN_WINDOW} test mails a minute are the most: try again in ${seconds} s`;
    throw new ServiceError(27, message, { status: 429, headers: { 'retry-after': String(seconds) } });
  }
  turns.set(userId, [...recent, now]);
}
