import type { FailureClass } from './outgoing';

/** Wrong credentials or certificates are probed slowly: trying on locks accounts. */
export const CONFIGURATION_RETRY_MS = 15 * 60_000;
const RESPONSE_MAX_LENGTH = 500;

/** What is known of a failed attempt: nodemailer's error, reduced to data. */
export interface SmtpFailure {
  code: string | undefined;
  originalCode: string | undefined;
  responseCode: number | undefined;
  response: string | undefined;
  command: string | undefined;
  message: string;
}

export interface FailureContext {
  /** The connection had taken the last byte of the body, so that the server may have the message. */
  bodySent: boolean;
  /** `host:port`, for the sentence. */
  server: string;
  sender: string;
}

/** The verdict on a whole attempt; `fate` is what it means for each recipient that has no answer of its own. */
export interface Verdict {
  class: FailureClass;
  fate: 'refused' | 'deferred';
  message: string;
  retryAfterMs?: number;
}

interface Rule {
  when: (failure: SmtpFailure, context: FailureContext) => boolean;
  class: FailureClass;
  fate: 'refused' | 'deferred';
  retryAfterMs?: number;
  say: (failure: SmtpFailure, context: FailureContext) => string;
}

const LOCAL_REFUSALS = new Set(['EFILEACCESS', 'EURLACCESS', 'EMAXRECIPIENTS', 'EREFUSED']);
const LOGIN_CODES = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2']);
const CONNECTION_CODES = new Set(['EDNS', 'ESOCKET', 'ECONNECTION', 'ETIMEDOUT', 'EPROXY']);
const LOGIN_WANTED = new Set([530, 534, 535, 538]);
const TLS_ERROR = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

const isTls = (f: SmtpFailure) =>
  f.code === 'ETLS' ||
  f.code === 'EREQUIRETLS' ||
  (CONNECTION_CODES.has(f.code ?? '') && TLS_ERROR.test(f.originalCode ?? ''));
const hasCode = (f: SmtpFailure, from: number, to: number) =>
  f.responseCode !== undefined && f.responseCode >= from && f.responseCode <= to;
/** 503 says that the session was in the wrong state, not that this mail is unwanted. */
const isLater = (f: SmtpFailure) => hasCode(f, 400, 499) || f.responseCode === 503;
/** A reply that will be the same next time. */
export const isRefusal = (f: SmtpFailure) => hasCode(f, 500, 599) && f.responseCode !== 503;
/** The server takes mail only from clients that have logged in (RFC 4954, 6). */
export const isLoginWanted = (f: SmtpFailure) => LOGIN_WANTED.has(f.responseCode ?? 0);
const isLogin = (f: SmtpFailure) => LOGIN_CODES.has(f.code ?? '');
const isConnection = (f: SmtpFailure) => CONNECTION_CODES.has(f.code ?? '');
const atSender = (f: SmtpFailure) => f.command === 'MAIL FROM';

/** The server's answer as one line of bounded length; nodemailer's message when there was none. */
export function responseLine(failure: SmtpFailure): string {
  return (failure.response ?? failure.message).replace(/\s+/g, ' ').trim().slice(0, RESPONSE_MAX_LENGTH);
}

function connectionSentence(f: SmtpFailure, { server }: FailureContext): string {
  if (f.code === 'EDNS') return `The name of the mail server ${server} cannot be resolved: ${responseLine(f)}`;
  if (f.code === 'ETIMEDOUT') return `The mail server ${server} did not answer in time (${responseLine(f)})`;
  if (f.originalCode === 'ECONNREFUSED') return `The mail server ${server} refuses connections`;
  return `The connection to the mail server ${server} was lost: ${responseLine(f)}`;
}

/**
 * SMTP outcomes, first match wins. A reply code is the server's word (RFC 5321 4.2.1: 4yz later, 5yz never); without one
 * only the phase is known.
 */
const RULES: readonly Rule[] = [
  {
    when: (f) => LOCAL_REFUSALS.has(f.code ?? ''),
    class: 'permanent',
    fate: 'refused',
    say: (f) => `This mail cannot be sent: ${f.message}`,
  },
  {
    when: (f, { bodySent }) => bodySent && f.responseCode === undefined,
    class: 'ambiguous',
    fate: 'deferred',
    say: (_f, { server }) =>
      `The mail server ${server} took the whole mail but never confirmed it: it may have been delivered`,
  },
  {
    when: (f) => f.code === 'EABORT',
    class: 'transient',
    fate: 'deferred',
    say: () => 'Sending was stopped before the mail server had the mail',
  },
  {
    when: (f) => (f.code === 'EENVELOPE' || f.code === 'EMESSAGE') && f.response === undefined,
    class: 'permanent',
    fate: 'refused',
    say: (f) => `This mail cannot be sent: ${f.message}`,
  },
  {
    when: (f) => isLogin(f) && f.responseCode === 421,
    class: 'infrastructure',
    fate: 'deferred',
    say: (f, { server }) => `The mail server ${server} is not available: ${responseLine(f)}`,
  },
  {
    when: (f) => (isLogin(f) || isTls(f)) && hasCode(f, 400, 499),
    class: 'transient',
    fate: 'deferred',
    say: (f, { server }) => `The mail server ${server} cannot log in or encrypt at the moment: ${responseLine(f)}`,
  },
  {
    when: isLogin,
    class: 'configuration',
    fate: 'deferred',
    retryAfterMs: CONFIGURATION_RETRY_MS,
    say: (f, { server }) => `The mail server ${server} does not accept the user name and password: ${responseLine(f)}`,
  },
  {
    when: isTls,
    class: 'configuration',
    fate: 'deferred',
    retryAfterMs: CONFIGURATION_RETRY_MS,
    say: (f, { server }) => `No encrypted connection to the mail server ${server}: ${responseLine(f)}`,
  },
  {
    when: (f) => f.code === 'ECONFIG',
    class: 'configuration',
    fate: 'deferred',
    retryAfterMs: CONFIGURATION_RETRY_MS,
    say: (f) => `The mail settings are not right: ${f.message}`,
  },
  {
    when: (f) => (f.code === 'EPROTOCOL' || (isConnection(f) && f.command === 'EHLO')) && hasCode(f, 400, 499),
    class: 'infrastructure',
    fate: 'deferred',
    say: (f, { server }) => `The mail server ${server} is not available: ${responseLine(f)}`,
  },
  {
    when: (f) => f.code === 'EPROTOCOL' || (isConnection(f) && isRefusal(f)),
    class: 'configuration',
    fate: 'deferred',
    retryAfterMs: CONFIGURATION_RETRY_MS,
    say: (f, { server }) => `${server} does not answer like a mail server for us: ${responseLine(f)}`,
  },
  {
    when: (f) => isConnection(f) && f.responseCode === undefined,
    class: 'infrastructure',
    fate: 'deferred',
    say: connectionSentence,
  },
  {
    when: isLoginWanted,
    class: 'configuration',
    fate: 'deferred',
    retryAfterMs: CONFIGURATION_RETRY_MS,
    say: (f, { server }) => `The mail server ${server} wants us to log in: ${responseLine(f)}`,
  },
  {
    when: (f) => atSender(f) && isRefusal(f) && f.responseCode !== 552,
    class: 'configuration',
    fate: 'refused',
    say: (f, { sender }) => `The mail server does not accept the sender ${sender}: ${responseLine(f)}`,
  },
  {
    when: isRefusal,
    class: 'permanent',
    fate: 'refused',
    say: (f) => `The mail server refused the mail: ${responseLine(f)}`,
  },
  {
    when: isLater,
    class: 'transient',
    fate: 'deferred',
    say: (f) => `The mail server wants us to try again later: ${responseLine(f)}`,
  },
];

/** Says what a failed attempt means. Every failure gets a verdict; an unknown one is taken as the server being away. */
export function classifyFailure(failure: SmtpFailure, context: FailureContext): Verdict {
  const rule = RULES.find((one) => one.when(failure, context));
  if (!rule) {
    return {
      class: 'infrastructure',
      fate: 'deferred',
      message: `The mail could not be handed over: ${responseLine(failure)}`,
    };
  }
  return {
    class: rule.class,
    fate: rule.fate,
    message: rule.say(failure, context),
    ...(rule.retryAfterMs === undefined ? {} : { retryAfterMs: rule.retryAfterMs }),
  };
}
