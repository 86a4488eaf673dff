import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import type { TemplateUsage } from '@/lib/templates/schema';

/** The dispatchers and the recent mails of a template. */
export function UsageView({ usage }: { usage: TemplateUsage }) {
  const { dispatchers, dispatcherTotal, byExpression } = usage;
  return (
    <div className="grid gap-3">
      <p className="font-medium">{toUsageSentence(usage)}</p>
      {dispatchers.length > 0 && (
        <ul aria-label="Dispatchers that use it" className="max-h-64 divide-y overflow-y-auto rounded-md border">
          {dispatchers.map(({ id, name, eventType, enabled, actions }) => (
            <li key={id} className="flex items-center gap-2 px-3 py-2">
              <div className="min-w-0 flex-1">
                <Link
                  href={`/dispatchers/${id}`}
                  target="_blank"
                  className="block truncate rounded-sm font-medium hover:underline"
                >
                  {name ?? eventType}
                </Link>
                <p className="truncate text-muted text-xs">
                  on {eventType} · {actions.join(', ')}
                </p>
              </div>
              {!enabled && <Badge>Disabled</Badge>}
            </li>
          ))}
          {dispatcherTotal > dispatchers.length && (
            <li className="px-3 py-2 text-muted">and {dispatcherTotal - dispatchers.length} more</li>
          )}
        </ul>
      )}
      {byExpression > 0 && (
        <p className="text-muted">
          {byExpression === 1
            ? 'One dispatcher chooses its template by an expression, and may use this one, too.'
            : `${byExpression} dispatchers choose their template by an expression, and may use this one, too.`}
        </p>
      )}
    </div>
  );
}

/** "2 dispatchers use it; 14 mails were made of it in the last 24 hours." */
export function toUsageSentence({ dispatcherTotal, mails24h, mailsComplete }: TemplateUsage): string {
  const who =
    dispatcherTotal === 0 ? 'No dispatcher' : `${dispatcherTotal} dispatcher${dispatcherTotal === 1 ? '' : 's'}`;
  const use = dispatcherTotal > 1 ? 'use' : 'uses';
  const count = `${mailsComplete ? '' : 'at least '}${mails24h === 0 && mailsComplete ? 'no' : mails24h}`;
  const mails = mails24h === 1 ? 'mail was' : 'mails were';
  return `${who} ${use} it; ${count} ${mails} made of it in the last 24 hours.`;
}
