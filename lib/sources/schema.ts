import { z } from 'zod';

/** Part of a webhook address: `/webhooks/{name}`. */
export const SourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63');
export const SourceInput = z.object({ name: SourceName, description: z.string().max(2_048).optional() });
export type SourceInput = z.infer<typeof SourceInput>;

/** A named webhook address. The secret is shown once, at creation and rotation. */
export interface Source {
  id: string;
  name: string;
  description: string | undefined;
  secretLastFour: string;
  creationTimestamp: number;
  updateTimestamp: number;
}
