'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useEnableFunction } from '@/components/functions/queries';
import { useCan } from '@/components/session/permissions';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';

const DisableFunctionDialog = dynamic(
  () => import('@/components/functions/disable-function-dialog').then((module) => module.DisableFunctionDialog),
  { ssr: false },
);

/** Lets a function run or not. Before it is switched off, it shows who relies on it. */
export function EnabledSwitch({ fn }: { fn: { name: string; enabled: boolean } }) {
  const [asking, setAsking] = useState(false);
  const canUpdate = useCan('UPDATE_TASK_FUNCTION');
  const enable = useEnableFunction(fn.name);
  const change = (enabled: boolean) =>
    enabled ? enable.mutate(true, { onError: (error) => toast.error(error.message) }) : setAsking(true);
  const control = (
    <Switch
      aria-label={`${fn.name} enabled`}
      className="relative align-middle"
      checked={enable.isPending ? enable.variables : fn.enabled}
      disabled={!canUpdate || enable.isPending}
      onCheckedChange={change}
    />
  );
  return (
    <>
      {canUpdate ? (
        control
      ) : (
        <Tooltip content="You need the permission UPDATE_TASK_FUNCTION.">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a switch that is off cannot tell why */}
          <span tabIndex={0} className="relative inline-flex cursor-not-allowed rounded-full">
            {control}
          </span>
        </Tooltip>
      )}
      {asking && <DisableFunctionDialog name={fn.name} onClose={() => setAsking(false)} />}
    </>
  );
}
