import { NO_PASSWORD, type User } from '@/db/users';
import { toDetails } from './me';
import type { UserState, UserView } from './schema';

/** A user, as the console shows them: nothing of the password. */
export function toUserView(user: User): UserView {
  const { id, email, roles, lastSeenAt, creationTimestamp, updateTimestamp } = user;
  return {
    id,
    email,
    ...toDetails(user),
    roles,
    state: stateOf(user),
    ...(lastSeenAt === null ? {} : { lastSeenAt }),
    creationTimestamp,
    updateTimestamp,
  };
}

function stateOf({ enabled, passwordHash }: User): UserState {
  if (!enabled) return 'disabled';
  return passwordHash === NO_PASSWORD ? 'invited' : 'active';
}
