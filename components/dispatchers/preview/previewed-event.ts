import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PreviewInput } from '@/lib/console/schema';
import type { CheckInput } from '@/lib/expressions/schema';

type PreviewedEvent = NonNullable<CheckInput['event']>;

/** The event that the preview stands at, kept where the form beside it finds it. It is never fetched. */
const previewedEventQuery = (type: string) =>
  queryOptions<PreviewedEvent | null>({
    queryKey: ['events', 'previewed', type],
    queryFn: () => null,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function usePreviewedEvent(type: string): PreviewedEvent | undefined {
  return useQuery(previewedEventQuery(type)).data ?? undefined;
}

/** Tells the form which event the preview stands at. */
export function useTellPreviewedEvent(type: string, event: PreviewInput['event'] | undefined): void {
  const client = useQueryClient();
  const told = event && JSON.stringify('id' in event ? { id: event.id } : { content: event.content ?? {} });
  useEffect(() => {
    client.setQueryData(previewedEventQuery(type).queryKey, told ? (JSON.parse(told) as PreviewedEvent) : null);
  }, [client, type, told]);
}
