import { pageUsers } from '@/db/user-pages';
import { findUserById } from '@/db/users';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { USER_PAGE_SIZE, type UserList, UserListQuery, type UserView } from './schema';
import { toUserView } from './view';

/** Users by their address, 50 at a time. @param query the raw query string. @throws ServiceError 10, 15. */
export async function listUsers(principal: Principal, query: string): Promise<UserList> {
  requirePermission(principal, 'VIEW_SETTINGS');
  const { search, role, state, after } = parseInput(UserListQuery, Object.fromEntries(new URLSearchParams(query)));
  const enabled = state === undefined ? undefined : state === 'enabled';
  const found = await pageUsers({ search, role, enabled, after, limit: USER_PAGE_SIZE });
  const data = found.slice(0, USER_PAGE_SIZE).map(toUserView);
  const last = data.at(-1);
  return { data, ...(found.length > USER_PAGE_SIZE && last ? { nextAfter: last.email } : {}) };
}

/** @throws ServiceError 10, 16. */
export async function getUserView(principal: Principal, id: string): Promise<UserView> {
  requirePermission(principal, 'VIEW_SETTINGS');
  const user = await findUserById(id);
  if (!user) throw resourceUnknown('user', id);
  return toUserView(user);
}
