import { createMail, newTrackingHash } from '@/db/mails';
import { findUserById } from '@/db/users';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { fieldFormat, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { applyMode } from '@/lib/mail/mode';
import { serverContext } from '@/lib/server/context';
import { readDraftValues } from './preview';
import { renderOrRefuse } from './resolve';
import { type TestMail, TestMailInput } from './schema';
import { takeTestTurn } from './test-turns';
import { htmlToText } from './text';
import { isMailTemplate, MAIL_TEXT_OUTPUTS } from './values';

/** Test mails wait their turn together, apart from everybody else's. */
const LANE = 'test';

/**
 * Sends a draft as a mail to the caller's own address, and to nobody else.
 * @throws ServiceError 10, 14, 15, 16 (event), 26 (no mail template, or nobody's token), 27 (status 429: too many), 1002–1005.
 */
export async function sendTestMail(principal: Principal, body: unknown, now: number): Promise<TestMail> {
  for (const one of ['SEND_MAILS', 'VIEW_TEMPLATES', 'VIEW_EVENTS'] as const) requirePermission(principal, one);
  const { name, template, values: wanted, language, timeZone } = parseInput(TestMailInput, body);
  const user = principal.userId === undefined ? undefined : await findUserById(principal.userId);
  if (!user) throw new ServiceError(26, 'A test mail goes to the one who is signed in, and this caller is no user');
  if (!isMailTemplate(template.outputs)) {
    throw new ServiceError(26, 'This template is not for mail: it needs the outputs subject and body');
  }
  const values = await readDraftValues(wanted);
  const rendered = renderOrRefuse(template, values, { language, timeZone, now, textOutputs: MAIL_TEXT_OUTPUTS });
  const { subject = '', body: html = '' } = rendered;
  const text = rendered.text ?? htmlToText(html);
  if (text === undefined) throw fieldFormat([{ path: 'template.body', message: 'nests elements too deeply' }]);
  takeTestTurn(user.id, now);
  const { mailInForce, wake } = serverContext();
  const mail = await createMail({
    ...{ subject, html, text, language, timeZone, now },
    // Without the template's id: what is sent is a draft, which no template says yet.
    ...(name ? { templateName: name } : {}),
    recipients: { to: [user.email], cc: [], bcc: [] },
    from: mailInForce().from,
    trackingHash: newTrackingHash(),
    creatorId: user.id,
    lane: LANE,
  });
  wake();
  return { mailId: mail.id, to: user.email, fate: fateOf(user.email) };
}

/** What the server's mail mode makes of a mail to this address. */
function fateOf(address: string): TestMail['fate'] {
  const { smtp, from, mode } = serverContext().mailInForce();
  if (!smtp) return 'captured';
  const recipients = { to: [address], cc: [], bcc: [] };
  const mail = {
    mailId: '',
    messageId: '',
    from,
    envelopeTo: [address],
    recipients,
    subject: '',
    html: '',
    text: '',
  };
  const [delivered] = applyMode(mode, mail).deliver;
  if (!delivered) return 'captured';
  return delivered.actual === address ? 'sent' : 'redirected';
}
