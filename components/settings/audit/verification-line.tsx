'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { verificationQuery } from '@/components/settings/audit/queries';

/** Whether the log is as it was written. */
export function VerificationLine() {
  const { data } = useQuery(verificationQuery);
  if (!data) return <span className="text-faint">Checking that nothing was changed …</span>;
  if (data.brokenAt !== undefined) {
    return (
      <span role="alert" className="inline-flex items-center gap-1.5 font-medium text-danger">
        <ShieldAlert aria-hidden className="size-4" />
        Entry {data.brokenAt} is not as it was written, or the one before it is missing.
      </span>
    );
  }
  const which = data.complete ? `All ${data.verified}` : `The newest ${data.verified}`;
  return (
    <span className="inline-flex items-center gap-1.5">
      <ShieldCheck aria-hidden className="size-4 text-success" />
      Chain verified: {which.toLowerCase()} entries are as they were written.
    </span>
  );
}
