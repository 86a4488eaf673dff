'use client';

import { useEnableDispatcher } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/permissions';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast';
import type { DispatcherSummary } from '@/lib/dispatchers/schema';

export function EnabledSwitch({ dispatcher }: { dispatcher: DispatcherSummary }) {
  const canUpdate = useCan('UPDATE_DISPATCHERS');
  const enable = useEnableDispatcher(dispatcher.id);
  const title = dispatcher.name ?? dispatcher.eventType;
  return (
    <span className="relative" title={canUpdate ? undefined : 'The permission UPDATE_DISPATCHERS is needed'}>
      <Switch
        aria-label={`${title} enabled`}
        className="align-middle"
        checked={enable.isPending ? enable.variables : dispatcher.enabled}
        disabled={!canUpdate || enable.isPending}
        onCheckedChange={(enabled) => enable.mutate(enabled, { onError: (error) => toast.error(error.message) })}
      />
    </span>
  );
}
