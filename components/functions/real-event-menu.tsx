'use client';

import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { readTaskData } from '@/components/functions/real-event';
import { useCan } from '@/components/session/permissions';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import type { JsonObject } from '@/lib/format/json';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

/** Takes the data that a dispatcher would give the function for its newest real event. */
export function RealEventMenu({ detail, onData }: { detail: FunctionDetail; onData: (data: JsonObject) => void }) {
  const { fn, usedBy } = detail;
  const canSee = useCan('VIEW_EVENTS');
  const read = useMutation({
    mutationFn: (dispatcherId: string) => readTaskData(dispatcherId, fn.name),
    onSuccess: onData,
    onError: (error) => toast.error(error.message),
  });
  if (!canSee || usedBy.dispatchers.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button variant="ghost" busy={read.isPending}>
          From a real event <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuLabel>As this dispatcher would call it</MenuLabel>
      {usedBy.dispatchers.map((one) => (
        <MenuItem key={one.id} onSelect={() => read.mutate(one.id)}>
          <span className="max-w-72 truncate">{one.name ?? one.eventType}</span>
        </MenuItem>
      ))}
    </Menu>
  );
}
