import { type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type LiveMessage, useLive } from '@/components/data/live';

/** While something is under way, its attempts come without a message. */
const UNDER_WAY_POLL_MS = 2_000;
const POLL_MS = 1_000;

interface LiveDetailOptions<T> {
  /** True for a message that says that it has changed. `missed` always counts. */
  concerns: (message: Exclude<LiveMessage, { kind: 'missed' }>) => boolean;
  /** True while more is to come. */
  isUnderWay: (data: T) => boolean;
}

/** One record, read again when the live stream tells of it, and now and then while something of it is under way. */
export function useLiveDetail<T, K extends QueryKey>(
  options: UseQueryOptions<T, Error, T, K>,
  { concerns, isUnderWay }: LiveDetailOptions<T>,
) {
  const client = useQueryClient();
  const connected = useLive((message) => {
    if (message.kind === 'missed' || concerns(message)) {
      void client.invalidateQueries({ queryKey: options.queryKey });
    }
  });
  return useQuery({
    ...options,
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data) ? (connected ? UNDER_WAY_POLL_MS : POLL_MS) : false,
  });
}
