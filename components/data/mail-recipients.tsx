import { Fact } from '@/components/data/facts';
import { toAnswerWords } from '@/components/data/smtp-answer';
import { Status } from '@/components/data/status';
import type { MailRecipient } from '@/lib/mail/schema';

const KINDS = ['to', 'cc', 'bcc'] as const;
const KIND_WORDS = { to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;

/** Who a mail is for, each address with what became of it and what the mail server said. */
export function RecipientFacts({ recipients }: { recipients: readonly MailRecipient[] }) {
  return KINDS.map((kind) => {
    const own = recipients.filter((recipient) => recipient.kind === kind);
    if (own.length === 0) return null;
    return (
      <Fact key={kind} name={KIND_WORDS[kind]}>
        <ul aria-label={KIND_WORDS[kind]} className="grid max-h-64 gap-1 overflow-y-auto">
          {own.map((recipient) => (
            <Recipient key={recipient.address} recipient={recipient} />
          ))}
        </ul>
      </Fact>
    );
  });
}

function Recipient({ recipient: { address, status, response } }: { recipient: MailRecipient }) {
  const words = status === 'refused' || status === 'pending' ? toAnswerWords(response) : undefined;
  // That it was accepted says all; the server's words stand with the attempt.
  const answer = status === 'accepted' ? undefined : response;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span>{address}</span>
      <Status kind="recipient" value={status} />
      {(words || answer) && (
        <span className="wrap-anywhere basis-full text-muted text-xs">
          {words}
          {words && answer && ' '}
          {answer && <code className="font-mono">{answer}</code>}
        </span>
      )}
    </li>
  );
}
