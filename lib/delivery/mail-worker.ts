import type { Logger } from 'pino';
import { hasFault, passPoint } from '@/db/faults';
import {
  type ClaimedMail,
  claimMail,
  finishMail,
  type MailFinish,
  nextMailDueAt,
  pickDueMails,
} from '@/db/mail-claims';
import { engineContext, serverContext } from '@/lib/server/context';
import { MAIL_TARGET, type Trial } from './breakers';
import { createClaims } from './claims';
import { deliverMail } from './deliver-mail';
import { earliest } from './earliest';
import { toEarlyMailFinish, toFaultyMailFinish } from './fault';
import { createPace } from './pace';
import { createRecorder } from './record';
import { MAIL_LANE_SHARE, MAIL_PACE, MAIL_SLOTS } from './slots';
import { type ClaimOptions, startWorker, type Worker } from './worker';

interface MailInWork extends ClaimedMail {
  trial: Trial;
}

/** Sends mails, as far as the mail server's breaker lets it. */
export function startMailWorker(logger: Logger): Worker {
  const { config, wake } = serverContext();
  const { mail, breakers, heartbeats, metrics } = engineContext();
  const record = createRecorder(finishMail, logger);
  const delivery = () => ({
    transport: mail.transport,
    mode: mail.current.mode,
    retryBaseMs: config.mailRetryBaseMs,
    whenInDoubt: config.mailWhenInDoubt,
    now: Date.now,
  });
  const pace = createPace(MAIL_PACE);
  const atOnce = () => {
    const all = pace.atOnce(MAIL_TARGET);
    return { all, lane: Math.floor(all * MAIL_LANE_SHARE) };
  };
  function pick(options: ClaimOptions) {
    const most = atOnce();
    const running = MAIL_SLOTS - options.limit;
    const limit = Math.min(most.all - running, breakers.room(MAIL_TARGET, options.now));
    return limit > 0 ? pickDueMails({ ...options, limit, laneCap: most.lane }) : { ids: [], cursor: options.cursor };
  }
  const claims = createClaims<ClaimedMail, MailInWork>({
    pick,
    claimOne: claimMail,
    take: (item, now) => ({ ...item, trial: breakers.begin(MAIL_TARGET, now) }),
  });
  const worker = startWorker<MailInWork>(
    {
      name: 'mails',
      beat: () => heartbeats.beat('mails'),
      slots: MAIL_SLOTS,
      laneCap: MAIL_SLOTS * MAIL_LANE_SHARE,
      atOnce,
      ...claims,
      nextDueAt: async (now) => earliest(await nextMailDueAt(now), breakers.nextProbeAt(now)),
      async abandon(claimed) {
        breakers.end(claimed.trial, undefined, '', Date.now());
        await record(toFaultyMailFinish(claimed, Date.now()));
      },
      async work(claimed, signal) {
        if (hasFault('success-before-send')) await record(toEarlyMailFinish(claimed, Date.now()));
        const startedAt = performance.now();
        const { finish, result } = await deliverMail(claimed, delivery(), signal);
        pace.note(MAIL_TARGET, performance.now() - startedAt, result === 'answered');
        passPoint('send');
        breakers.end(claimed.trial, result, finish.attempt.message ?? '', finish.endedAt);
        metrics.countAttempt('mails', finish.attempt.class ?? finish.attempt.outcome);
        tell(logger, claimed, finish);
        if (!(await record(finish))) logger.warn(idsOf(claimed), 'a stale outcome was dropped');
        if (finish.status === 'queued') wake();
      },
    },
    logger,
  );
  metrics.watchRunning('mails', () => worker.running);
  return worker;
}

function idsOf({ mail, attemptId }: ClaimedMail) {
  return { mailId: mail.id, runId: mail.runId, attemptId, attempt: mail.attempts };
}

function tell(logger: Logger, claimed: ClaimedMail, { status, reason, attempt }: MailFinish): void {
  if (attempt.outcome !== 'failed') {
    logger.debug(idsOf(claimed), `a mail is ${status}`);
    return;
  }
  const details = { ...idsOf(claimed), class: attempt.class, code: attempt.code, reason: reason ?? attempt.message };
  if (status === 'queued') logger.info(details, 'a mail could not be sent yet');
  else logger.warn(details, 'a mail could not be sent to everybody');
}
