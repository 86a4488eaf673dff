import { hasUsers } from '@/db/users';
import type { ServerStatus } from './schema';

/** What a visitor may know before signing in. */
export async function viewStatus(): Promise<ServerStatus> {
  return { setUpNeeded: !(await hasUsers()) };
}
