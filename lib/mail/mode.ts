import type { OutgoingMail, RecipientOutcome } from './outgoing';
import { toWireAddress } from './wire-address';

/** Who really gets mail: everybody, nobody, one address in place of everybody, or only certain domains. */
export type MailMode =
  | { kind: 'live' }
  | { kind: 'capture' }
  | { kind: 'redirect'; address: string }
  | { kind: 'allow'; domains: string[] };

export interface ModeResult {
  /** What to hand to the transport; undefined when everybody is captured. */
  mail: OutgoingMail | undefined;
  /** Who is asked for (`original`) and where it goes (`actual`); several originals may share one actual. */
  deliver: { original: string; actual: string }[];
  /** Kept here on purpose, not sent. */
  captured: string[];
}

/** The domain as it is compared: lower case, in its ASCII form. Undefined when it is none. */
function normalDomain(text: string): string | undefined {
  return toWireAddress(`x@${text}`)?.slice(2);
}

/** Reads `MAIL_MODE`: `live`, `capture`, `redirect:<address>` or `allow:<domain,…>`; undefined when it is none of these. */
export function parseMailMode(text: string): MailMode | undefined {
  const [, kind, argument] = /^([a-z]+)(?::(.*))?$/s.exec(text.trim()) ?? [];
  if (argument === undefined) return kind === 'live' || kind === 'capture' ? { kind } : undefined;
  if (kind === 'redirect') {
    const address = argument.trim();
    return toWireAddress(address) ? { kind, address } : undefined;
  }
  if (kind !== 'allow') return undefined;
  const domains = argument.split(',').map((one) => normalDomain(one.trim().replace(/^@/, '')));
  const known = domains.filter((one) => one !== undefined);
  return known.length === domains.length ? { kind, domains: [...new Set(known)] } : undefined;
}

function redirected(mail: OutgoingMail, address: string): OutgoingMail {
  return {
    ...mail,
    envelopeTo: [address],
    // "Reply all" from the test mailbox must not reach the people that the mail was kept from.
    recipients: { to: [address], cc: [], bcc: [] },
    headers: { ...mail.headers, 'X-Original-To': mail.envelopeTo.join(', ') },
  };
}

/** Decides for each address of `mail.envelopeTo` whether and where it is delivered. The mail that is stored stays as it is. */
export function applyMode(mode: MailMode, mail: OutgoingMail): ModeResult {
  switch (mode.kind) {
    case 'live':
      return { mail, deliver: mail.envelopeTo.map((one) => ({ original: one, actual: one })), captured: [] };
    case 'capture':
      return { mail: undefined, deliver: [], captured: mail.envelopeTo };
    case 'redirect': {
      const deliver = mail.envelopeTo.map((one) => ({ original: one, actual: mode.address }));
      return { mail: deliver.length > 0 ? redirected(mail, mode.address) : undefined, deliver, captured: [] };
    }
    case 'allow': {
      const isAllowed = (address: string) => {
        const domain = normalDomain(address.slice(address.lastIndexOf('@') + 1));
        return domain !== undefined && mode.domains.includes(domain);
      };
      const allowed = mail.envelopeTo.filter(isAllowed);
      return {
        mail: allowed.length > 0 ? { ...mail, envelopeTo: allowed } : undefined,
        deliver: allowed.map((one) => ({ original: one, actual: one })),
        captured: mail.envelopeTo.filter((one) => !isAllowed(one)),
      };
    }
  }
}

/** Translates the transport's outcomes back to the addresses that were asked for, in the order of `deliver`. */
export function outcomesByOriginal(
  deliver: ModeResult['deliver'],
  outcomes: readonly RecipientOutcome[],
): RecipientOutcome[] {
  const byActual = new Map(outcomes.map((outcome) => [outcome.address, outcome]));
  return deliver.flatMap(({ original, actual }) => {
    const outcome = byActual.get(actual);
    return outcome ? [{ ...outcome, address: original }] : [];
  });
}
