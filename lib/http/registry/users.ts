import { z } from 'zod';
import { Permission } from '@/lib/auth/schema';
import { ObjectId } from '@/lib/format/object-id';
import { EpochMs, Health } from './answers';
import type { RouteEntries } from './route-entry';

export const userRoutes = {
  'GET /users/v1/me': {
    permission: 'signedIn',
    summary: 'Say who the caller is',
    answer: z.object({
      id: ObjectId,
      email: z.string(),
      first_name: z.string().nullable(),
      last_name: z.string().nullable(),
      language: z.string(),
      time_zone: z.string(),
      roles: z.array(z.object({ name: z.string(), permissions: z.array(Permission) })),
      creation_timestamp: EpochMs,
      update_timestamp: EpochMs,
    }),
    errors: [104],
  },
  'GET /users/v1/health': { permission: 'public', summary: 'Say that users are served', answer: Health },
} as const satisfies RouteEntries;
