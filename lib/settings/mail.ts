import { recordAuditAlone } from '@/db/audit';
import { writeSetting } from '@/db/settings';
import { findUserById } from '@/db/users';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { MAIL_TARGET } from '@/lib/delivery/breakers';
import { type FieldError, fieldFormat, ServiceError } from '@/lib/errors/service-error';
import type { JsonObject } from '@/lib/format/json';
import { parseInput } from '@/lib/http/parse-input';
import { createTargetGuard, TargetNotAllowedError } from '@/lib/http/target-guard';
import { parseRecipient } from '@/lib/mail/address';
import { MAIL_SETTING, PASSWORD_PLACE, readStoredMail, type StoredMail, toMailView } from '@/lib/mail/in-force';
import { parseMailMode } from '@/lib/mail/mode';
import { assertSmtpHost } from '@/lib/mail/smtp-socket';
import { secretBox, serverContext } from '@/lib/server/context';
import { takeTestTurn } from '@/lib/templates/test-turns';
import { MailSettingsInput, type MailSettingsView, type MailTest } from './schema';

/** How mails are sent now. @throws ServiceError 10. */
export async function viewMailSettings(principal: Principal): Promise<MailSettingsView> {
  requirePermission(principal, 'VIEW_SETTINGS');
  return toMailView(serverContext().mailInForce());
}

/**
 * Says how mails are sent from now on; what the environment says stays so. A password that is not given stays, but only
 * for the same server and user: it must not be sent elsewhere.
 * @throws ServiceError 10, 14, 15.
 */
export async function updateMailSettings(principal: Principal, body: unknown, now: number): Promise<MailSettingsView> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  const input = parseInput(MailSettingsInput, body);
  const before = readStoredMail();
  const errors = findErrors(input, before);
  if (errors.length > 0) throw fieldFormat(errors);
  await writeSetting(MAIL_SETTING, toStored(input, before) as JsonObject, now);
  const { engine, wake, mailInForce } = serverContext();
  await engine.reloadMail();
  // Perhaps this mends what kept mails from being sent.
  await engine.probeNow(MAIL_TARGET, now);
  wake();
  return toMailView(mailInForce());
}

function findErrors(input: MailSettingsInput, before: StoredMail | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const from = parseRecipient(input.from);
  if (!from.ok) errors.push({ path: 'from', message: from.message });
  const { mode, redirectTo = '', allowDomains = [], smtp } = input;
  if (mode === 'redirect' && !parseMailMode(`redirect:${redirectTo}`)) {
    errors.push({ path: 'redirectTo', message: 'must be an e-mail address' });
  }
  if (mode === 'allow' && !parseMailMode(`allow:${allowDomains.join(',')}`)) {
    errors.push({ path: 'allowDomains', message: 'must be domains such as example.com' });
  }
  if (!smtp) return errors;
  const isOther = smtp.host !== before?.smtp?.host || smtp.port !== before.smtp.port || smtp.user !== before.smtp.user;
  if (smtp.password === undefined && before?.smtp?.passwordCiphertext && isOther) {
    errors.push({ path: 'smtp.password', message: 'enter it again: the server or the user is another one' });
  }
  const refusal = refuseHost(smtp.host);
  return refusal === undefined ? errors : [...errors, { path: 'smtp.host', message: refusal }];
}

/** The settings are no way to look around in the server's own network. */
function refuseHost(host: string): string | undefined {
  try {
    assertSmtpHost(host, createTargetGuard(serverContext().config));
    return undefined;
  } catch (error) {
    if (error instanceof TargetNotAllowedError) return error.message;
    throw error;
  }
}

function toStored({ smtp, ...input }: MailSettingsInput, before: StoredMail | undefined): StoredMail {
  if (!smtp) return { ...input, smtp: null };
  const { password, ...rest } = smtp;
  const kept = before?.smtp?.passwordCiphertext;
  const sealed = password === undefined ? kept : password && secretBox().seal(password, PASSWORD_PLACE);
  return { ...input, smtp: { ...rest, ...(sealed ? { passwordCiphertext: sealed } : {}) } };
}

/**
 * Tries the transport in force, as far as a mail to the caller's own address.
 * @throws ServiceError 10, 26 (a caller who is no user), 27 (status 429: too many).
 */
export async function testMailSettings(principal: Principal, now: number): Promise<MailTest> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  const user = principal.userId === undefined ? undefined : await findUserById(principal.userId);
  if (!user) throw new ServiceError(26, 'A test mail goes to the one who is signed in, and this caller is no user');
  takeTestTurn(user.id, now);
  const steps = await serverContext().engine.testMail(user.email);
  await recordAuditAlone({ act: 'test', object: { kind: 'setting', name: 'mail' }, after: { steps } });
  return { ok: steps.every(({ status }) => status !== 'failed'), to: user.email, steps };
}
