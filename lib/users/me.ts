import { permissionsOfRoles } from '@/db/roles';
import { findUserById, type User } from '@/db/users';
import type { Principal } from '@/lib/auth/principal';
import type { Me } from '@/lib/auth/schema';
import { ServiceError } from '@/lib/errors/service-error';

/** The signed-in user, as the console sees them. @throws ServiceError 104 when no user stands behind the caller. */
export async function viewMe(principal: Principal): Promise<Me> {
  return toMe(await getUser(principal));
}

/** The signed-in user, as `users/v1` shows them: snake_case, roles with their permissions. @throws ServiceError 104. */
export async function viewMyself(principal: Principal) {
  const user = await getUser(principal);
  return {
    id: user.id,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    language: user.language ?? 'EN',
    time_zone: user.timeZone ?? 'UTC',
    roles: user.roles.map((name) => ({ name, permissions: [...permissionsOfRoles([name])] })),
    creation_timestamp: user.creationTimestamp,
    update_timestamp: user.updateTimestamp,
  };
}

/** The user behind the caller. @throws ServiceError 104 when there is none. */
export async function getUser(principal: Principal): Promise<User> {
  const user = principal.userId === undefined ? undefined : await findUserById(principal.userId);
  if (!user) throw new ServiceError(104, 'No user stands behind these credentials');
  return user;
}

export function toMe(user: User): Me {
  const { id, email, roles } = user;
  return { id, email, ...toDetails(user), roles, permissions: [...permissionsOfRoles(roles)] };
}

/** What a person may say of themselves; what they did not say is left out. */
export function toDetails({ firstName, lastName, language, timeZone }: User) {
  return {
    ...(firstName === null ? {} : { firstName }),
    ...(lastName === null ? {} : { lastName }),
    ...(language === null ? {} : { language }),
    ...(timeZone === null ? {} : { timeZone }),
  };
}
