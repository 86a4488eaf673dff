import { parseAsString, parseAsStringLiteral } from 'nuqs';
import { parseAsTimeRange, type TimeRange, toTimeFilter, toTimeWords } from '@/components/data/filters/time-range';
import { allOf, contentHolds, holds, is } from '@/components/data/rql';
import { statusWord } from '@/components/data/status';
import { MAIL_STATUSES } from '@/lib/mail/constants';
import type { MailStatus } from '@/lib/mail/schema';

/** The filters of the list of mails, as they stand in the address. */
export const MAIL_FILTERS = {
  q: parseAsString,
  status: parseAsStringLiteral(MAIL_STATUSES),
  template: parseAsString,
  time: parseAsTimeRange,
};

export interface MailFilter {
  /** In the subject, in an address, or in what the mail was made of. */
  q: string | null;
  status: MailStatus | null;
  template: string | null;
  time: TimeRange | null;
}

/** The filter as RQL. */
export function toMailQuery({ q, status, template, time }: MailFilter, now: number): string {
  return allOf(
    status && is('status', status),
    template && is('templateName', template),
    toTimeFilter(time, now),
    q && `or(${holds('subject', q)},${holds('recipientStates.address', q)},${contentHolds(q)})`,
  );
}

/** Runs that failed before there was a mail, by the same filter as RQL; undefined when the filter leaves none of them. */
export function toUnmadeQuery({ q, status, template, time }: MailFilter, now: number): string | undefined {
  if (template !== null || (status !== null && status !== 'failed')) return undefined;
  const failed = 'status=failed&actionType=mail&ne(problems,null)';
  return allOf(failed, toTimeFilter(time, now), q && contentHolds(q));
}

/** "failed mails of the template goodbye from the last hour" */
export function toMailWords({ q, status, template, time }: MailFilter): string {
  const parts = [
    status && statusWord({ kind: 'mail', value: status }).toLowerCase(),
    'mails',
    template && `of the template ${template}`,
    q && `with “${q}” in them`,
    toTimeWords(time),
  ];
  return parts.filter(Boolean).join(' ');
}
