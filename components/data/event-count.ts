import { MAX_COUNTED_EVENTS } from '@/lib/console/constants';

/** "42", or "100+" where nobody counted further. */
export function formatEventCount(count: number): string {
  return `${count.toLocaleString('en')}${count >= MAX_COUNTED_EVENTS ? '+' : ''}`;
}
