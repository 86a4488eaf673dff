/**
 * queued: waiting for its (next) attempt · sending · sent: every recipient accepted · partial: some were refused for good
 * · captured: kept here on purpose, not sent · failed · canceled.
 */
export const MAIL_STATUSES = ['queued', 'sending', 'sent', 'partial', 'captured', 'failed', 'canceled'] as const;
