import { formatLocal } from '@/components/data/time';
import { ShownOnce } from '@/components/settings/shown-once';
import { Notice } from '@/components/ui/notice';
import type { PasswordLink } from '@/lib/users/schema';

/** The one-time link by which somebody chooses their password. */
export function PasswordLinkPanel({ link, email }: { link: PasswordLink; email: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-muted">
        Send this link to <strong className="wrap-anywhere font-medium text-ink">{email}</strong>, by a way that only
        they can read. It works once (until {formatLocal(link.expiresAt)}).
      </p>
      <ShownOnce label="One-time link" value={link.url} />
      <Notice kind="warning">It is shown only now. If it is lost, make a new one.</Notice>
    </div>
  );
}
