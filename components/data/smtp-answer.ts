/** What enhanced status codes mean (RFC 3463), by subject and detail. */
const ENHANCED: Readonly<Record<string, string>> = {
  '1.1': 'There is no such mailbox.',
  '1.2': 'There is no such mail domain.',
  '1.3': 'The address is not written as an address.',
  '1.6': 'The mailbox has moved and left no new address.',
  '1.10': 'The domain takes no mail at all.',
  '2.1': 'The mailbox is switched off.',
  '2.2': 'The mailbox is full.',
  '2.3': 'The mail is larger than the mailbox allows.',
  '3.4': 'The mail is larger than the server allows.',
  '4.1': 'The server of the recipient does not answer.',
  '4.4': 'The server does not know where to pass it on.',
  '5.3': 'The mail has too many recipients.',
  '7.1': 'The server does not allow this mail.',
  '7.26': 'The sender could not be authenticated (SPF, DKIM).',
};
/** What plain reply codes mean (RFC 5321). */
const PLAIN: Readonly<Record<string, string>> = {
  '421': 'The server is closing down, or busy.',
  '450': 'The mailbox is not available at the moment.',
  '451': 'The server had a problem of its own.',
  '452': 'The server has no room at the moment.',
  '530': 'The server wants a login.',
  '550': 'The mailbox is not there, or does not take this mail.',
  '551': 'The recipient is not at this server.',
  '552': 'The mailbox is full.',
  '553': 'The address is not allowed.',
  '554': 'The server refuses this mail.',
};

/** What a mail server's answer means, in words; undefined when only the answer itself can tell. */
export function toAnswerWords(response: string | undefined): string | undefined {
  const [, code = '', , detail] = /^(\d{3})[ -]?(?:([245])\.(\d{1,3}\.\d{1,3}))?/.exec(response ?? '') ?? [];
  return (detail && ENHANCED[detail]) ?? PLAIN[code];
}
