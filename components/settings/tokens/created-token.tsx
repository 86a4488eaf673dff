'use client';

import { CopyButton } from '@/components/data/copy-button';
import { ShownOnce } from '@/components/settings/shown-once';
import { toTokenCurl } from '@/components/settings/tokens/token-curl';
import { Notice } from '@/components/ui/notice';
import type { CreatedApiToken } from '@/lib/auth/schema';

/** A new token, with a first call to try it by. */
export function CreatedToken({ token }: { token: CreatedApiToken }) {
  const curl = toTokenCurl(token, window.location.origin);
  return (
    <div className="grid gap-3">
      <Notice kind="warning">
        The token is shown only now. Copy it to where it is used; nobody can read it again.
      </Notice>
      <ShownOnce label="Token" value={token.secret} />
      <section aria-label="Try it" className="grid gap-1">
        <div className="flex items-end justify-between gap-2">
          <h3 className="font-medium">Try it</h3>
          <CopyButton text={curl} label="Copy the command">
            Copy command
          </CopyButton>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard */}
        <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-sunken p-3 font-mono text-xs">
          {curl}
        </pre>
      </section>
    </div>
  );
}
