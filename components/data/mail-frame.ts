import type { Tone } from '@/components/ui/badge';
import type { MailStatus } from '@/lib/mail/schema';

/** What the frame of a mail says about it, in a word and a colour. */
export const MAIL_FRAMES = {
  preview: { word: 'PREVIEW', tone: 'accent' },
  sent: { word: 'SENT', tone: 'success' },
  partial: { word: 'PARTLY SENT', tone: 'warning' },
  captured: { word: 'CAPTURED', tone: 'warning' },
  unsent: { word: 'NOT SENT YET', tone: 'info' },
  failed: { word: 'NOT SENT: FAILED', tone: 'danger' },
  canceled: { word: 'NOT SENT: CANCELED', tone: 'quiet' },
} as const satisfies Record<string, { word: string; tone: Tone }>;
export type MailFrameKind = keyof typeof MAIL_FRAMES;

export const FRAME_OF_STATUS: Record<MailStatus, MailFrameKind> = {
  queued: 'unsent',
  sending: 'unsent',
  sent: 'sent',
  partial: 'partial',
  captured: 'captured',
  failed: 'failed',
  canceled: 'canceled',
};
