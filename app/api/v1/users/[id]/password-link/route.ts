import { route } from '@/lib/http/route';
import { resetPassword } from '@/lib/users/password-link';

export const POST = route('POST /api/v1/users/{id}/password-link', ({ principal, id, now }) =>
  resetPassword(principal, id('id'), now),
);
