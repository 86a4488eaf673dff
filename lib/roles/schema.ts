import { z } from 'zod';
import { isReadyMade, Permission, ROLES, type RoleName } from '@/lib/auth/schema';

const READY_MADE = Object.keys(ROLES).map((name) => name.toLowerCase());

export const RoleInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'is required')
    .max(64)
    .refine((name) => !READY_MADE.includes(name.toLowerCase()), 'is the name of a ready-made role'),
  description: z
    .string()
    .trim()
    .max(256)
    .transform((text) => text || null)
    .nullable()
    .optional(),
  permissions: z.array(Permission).min(1, 'needs at least one permission').max(200),
});
export type RoleInput = z.infer<typeof RoleInput>;

/** What the ready-made roles are for. */
export const ROLE_DESCRIPTIONS: Record<RoleName, string> = {
  Administrator: 'May do everything, also with people, credentials and settings.',
  Configurator: 'Sets up what follows from events, and does all that an operator does.',
  Operator: 'Watches what happens: sends events, retries, cancels and replays.',
  Viewer: 'Sees everything and changes nothing.',
};

/** A role, as the console shows it. A ready-made one has no id: it cannot be changed. */
export interface RoleView {
  id?: string;
  name: string;
  description?: string;
  permissions: Permission[];
  /** How many users hold it. */
  users: number;
}

/** The description of a role by its name, when it is a ready-made one. */
export function readyMadeDescription(name: string): string | undefined {
  return isReadyMade(name) ? ROLE_DESCRIPTIONS[name] : undefined;
}
