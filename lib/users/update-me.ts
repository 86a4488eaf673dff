import { changeUser } from '@/db/user-changes';
import type { Principal } from '@/lib/auth/principal';
import type { Me } from '@/lib/auth/schema';
import { defined } from '@/lib/format/defined';
import { getUser, toMe } from './me';
import type { UserDetails } from './schema';

/** Changes what the caller says of themselves; what is absent stays. @throws ServiceError 104. */
export async function updateMe(principal: Principal, details: UserDetails, now: number): Promise<Me> {
  const { id } = await getUser(principal);
  const user = await changeUser(id, () => defined(details), { now });
  return toMe(user ?? (await getUser(principal)));
}
