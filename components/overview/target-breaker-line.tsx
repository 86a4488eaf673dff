import { Radar } from 'lucide-react';
import { AllowedButton } from '@/components/data/allowed-button';
import { RelativeTime } from '@/components/data/relative-time';
import { useProbe } from '@/components/overview/queries';
import { toast } from '@/components/ui/toast';
import type { Target, TargetBreaker } from '@/lib/targets/schema';

/** Why no work is tried at a target, when it will be, and a button to try at once. */
export function TargetBreakerLine({ target, breaker }: { target: Target; breaker: TargetBreaker }) {
  const probe = useProbe();
  const name = target.kind === 'mail' ? 'the mail server' : target.name;
  const onProbe = () =>
    probe.mutate(target, {
      onSuccess: () => toast.success(`Trying ${name} now`),
      onError: (error) => toast.error(error.message),
    });
  return (
    <div className="flex w-full flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="wrap-anywhere min-w-0 flex-1 basis-64">
        <p>{breaker.message}</p>
        <p className="mt-0.5 text-muted text-xs">
          {breaker.alert && <strong className="font-medium text-danger">{toAlert(breaker)} </strong>}
          Found away <RelativeTime timestamp={breaker.since} />.{' '}
          {breaker.probing ? (
            'One attempt is under way.'
          ) : (
            <>
              Next try <RelativeTime timestamp={breaker.until} />.
            </>
          )}
        </p>
      </div>
      <AllowedButton
        permission="RETRY_RUNS"
        size="sm"
        busy={probe.isPending}
        disabled={breaker.probing}
        onClick={onProbe}
        aria-label={`Try now: ${name}`}
      >
        <Radar aria-hidden /> Try now
      </AllowedButton>
    </div>
  );
}

function toAlert({ cause, trips }: TargetBreaker): string {
  if (cause === 'misconfigured') return 'A setting must be mended.';
  return `Away at ${trips} tries in a row.`;
}
