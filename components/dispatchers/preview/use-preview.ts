import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import { checkAction } from '@/components/dispatchers/form-values';
import { fetchPreview } from '@/components/dispatchers/queries';
import { useDebounced } from '@/components/ui/use-debounced';
import type { PreviewInput } from '@/lib/console/schema';
import type { Plan } from '@/lib/dispatch/schema';

const DELAY_MS = 250;

/** What one action would do. `draft` is why there is nothing newer than `plan`, which may be of an earlier draft. */
export interface ActionPreview {
  key: string;
  plan: Plan | undefined;
  /** The action as it stands cannot be previewed: what is still missing or wrong. */
  isIncomplete: boolean;
}

/**
 * What the actions would do with `event`, a moment after they stopped changing. Actions that are not complete are left
 * out of the request and keep their last plan.
 */
export function usePreview(actions: readonly ActionValues[], event: PreviewInput['event'] | undefined) {
  const drafts = useMemo(() => actions.map((values) => ({ key: values.key, ...checkAction(values) })), [actions]);
  const complete = drafts.flatMap(({ key, action }) => (action ? [{ key, action }] : []));
  const request = event && JSON.stringify({ keys: complete.map(({ key }) => key), body: toBody(complete, event) });
  // The first request is not typed by anybody: nothing has to settle.
  const settled = useDebounced(request, DELAY_MS) ?? request;

  const preview = useQuery({
    queryKey: ['preview', settled],
    queryFn: async ({ signal }) => {
      const { keys, body }: { keys: string[]; body: PreviewInput } = JSON.parse(settled ?? '');
      const { plans } = await fetchPreview(body, signal);
      return new Map(keys.map((key, index) => [key, plans[index]]));
    },
    enabled: settled !== undefined && complete.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });

  const [lastPlans, setLastPlans] = useState<ReadonlyMap<string, Plan | undefined>>(new Map());
  useEffect(() => {
    if (preview.data) setLastPlans((last) => new Map([...last, ...preview.data]));
  }, [preview.data]);

  const previews: ActionPreview[] = drafts.map(({ key, action }) => ({
    key,
    plan: preview.data?.get(key) ?? lastPlans.get(key),
    isIncomplete: action === undefined,
  }));
  return { previews, error: preview.error, isUpdating: request !== settled || preview.isFetching };
}

/** The actions that can be previewed, with their places in the form. */
export function listComplete(actions: readonly ActionValues[]) {
  return actions.flatMap((values, index) => {
    const { action } = checkAction(values);
    return action ? [{ index, values, action }] : [];
  });
}

function toBody(
  complete: readonly { action: PreviewInput['actions'][number] }[],
  event: PreviewInput['event'],
): PreviewInput {
  return { actions: complete.map(({ action }) => action), event };
}
