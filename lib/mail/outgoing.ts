/** A mail that is ready for the SMTP dialogue. Addresses in `recipients`, `from` and `replyTo` may be `Name <address>`. */
export interface OutgoingMail {
  mailId: string;
  /** Stays the same for every attempt: `<…@…>`. */
  messageId: string;
  from: string;
  replyTo?: string[];
  /** What the headers show; `bcc` never stands in one. */
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  /** The addresses of this attempt: only those still to be delivered. */
  envelopeTo: string[];
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  attachments?: { name: string; content: Buffer; type?: string }[];
}

/**
 * infrastructure: the server cannot be reached · configuration: a person must change something · transient: later ·
 * permanent: never · ambiguous: the server had the whole message and gave no answer, it may have been delivered.
 */
export type FailureClass = 'infrastructure' | 'configuration' | 'transient' | 'permanent' | 'ambiguous';

/** `deferred` is what a next attempt is for; `refused` is final. `response` is the server's own line. */
export interface RecipientOutcome {
  address: string;
  status: 'accepted' | 'refused' | 'deferred';
  code?: number;
  response?: string;
}

export interface SendOutcome {
  /** partial: at least one recipient accepted and at least one not. */
  status: 'sent' | 'partial' | 'failed';
  class?: FailureClass;
  /** One per address of `envelopeTo`, in that order. */
  recipients: RecipientOutcome[];
  code?: number;
  response?: string;
  /** A sentence for a person. */
  message?: string;
  /** A next attempt makes no sense before this many milliseconds. */
  retryAfterMs?: number;
}

export interface MailTransport {
  /** Never throws. Aborting `signal` ends the attempt and frees its connection. */
  send(mail: OutgoingMail, signal?: AbortSignal): Promise<SendOutcome>;
  /**
   * Closes idle connections at once; a mail that is being sent is cut off only when `force` was asked for. With `drain`,
   * those that wait for a connection are sent first: another transport has taken over.
   */
  close(options?: { force?: boolean; drain?: boolean }): Promise<void>;
}
