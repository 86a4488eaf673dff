import { z } from 'zod';

export const APPLICATION_KINDS = ['oauth2', 'oauth1'] as const;
export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

const ApplicationName = z.string().trim().min(1, 'is required').max(64);

export const ApplicationInput = z.object({
  name: ApplicationName,
  kind: z.enum(APPLICATION_KINDS),
  /** False: an OAuth2 client without a secret, for code that cannot keep one, such as an app on a phone. */
  confidential: z.boolean().default(true),
});
export type ApplicationInput = z.infer<typeof ApplicationInput>;

export const ApplicationUpdate = z.object({ name: ApplicationName.optional(), enabled: z.boolean().optional() });
export type ApplicationUpdate = z.infer<typeof ApplicationUpdate>;

/** An application, as the console shows it: nothing of its secret but the end. */
export interface ApplicationView {
  id: string;
  name: string;
  kind: ApplicationKind;
  /** OAuth2 client id or OAuth1 consumer key. */
  clientId: string;
  confidential: boolean;
  secretLastFour?: string;
  enabled: boolean;
  lastUsedAt?: number;
  creationTimestamp: number;
  updateTimestamp: number;
}

/** `secret` is shown this once; a public client has none. */
export interface CreatedApplication {
  application: ApplicationView;
  secret?: string;
}
