import { queryOptions } from '@tanstack/react-query';
import {
  type CheckedSource,
  type CheckInput,
  type CheckResult,
  MAX_CHECKED_SOURCES,
  type ObservedPaths,
} from '@/lib/expressions/schema';
import { apiGet, apiSend } from '@/lib/http/client';

const FRESH_MS = 30_000;

/** What the newest events of a type hold. */
export const observedPathsQuery = (type: string) =>
  queryOptions({
    queryKey: ['event-types', 'paths', type],
    queryFn: ({ signal }) =>
      apiGet<ObservedPaths>(`/api/v1/event-types/paths?${new URLSearchParams({ type })}`, signal),
    enabled: type.trim() !== '',
    staleTime: FRESH_MS,
    retry: false,
  });

/** What texts are checked against. */
export type CheckScope = Omit<CheckInput, 'sources'>;

/** A text together with what there is to say about it: what is shown may be about an earlier one. */
export interface CheckedText extends CheckedSource {
  source: string;
}

export const checkQuery = (scope: CheckScope, source: string) =>
  queryOptions({
    queryKey: ['expressions', scope, source],
    queryFn: async (): Promise<CheckedText> => ({ source, ...(await checkSource(scope, source)) }),
    enabled: source.includes('{{'),
    staleTime: FRESH_MS,
    gcTime: 5 * 60_000,
    retry: false,
  });

const GATHER_MS = 20;
const MAX_BATCH_CHARS = 300_000;

interface Waiting {
  source: string;
  resolve: (checked: CheckedSource) => void;
  reject: (error: unknown) => void;
}
const waiting = new Map<string, Waiting[]>();

/** Checks one text. Those that are asked for at once, such as all fields of a form, share a request. */
function checkSource(scope: CheckScope, source: string): Promise<CheckedSource> {
  return new Promise((resolve, reject) => {
    const key = JSON.stringify(scope);
    const list = waiting.get(key) ?? [];
    list.push({ source, resolve, reject });
    if (list.length > 1) return;
    waiting.set(key, list);
    setTimeout(() => {
      waiting.delete(key);
      for (const batch of toBatches(list)) void send(scope, batch);
    }, GATHER_MS);
  });
}

function toBatches(list: readonly Waiting[]): Waiting[][] {
  const batches: Waiting[][] = [];
  let chars = 0;
  for (const item of list) {
    const last = batches.at(-1);
    chars += item.source.length;
    if (last && last.length < MAX_CHECKED_SOURCES && chars <= MAX_BATCH_CHARS) last.push(item);
    else {
      batches.push([item]);
      chars = item.source.length;
    }
  }
  return batches;
}

async function send(scope: CheckScope, batch: readonly Waiting[]): Promise<void> {
  try {
    const body = { ...scope, sources: batch.map(({ source }) => source) };
    const { results } = await apiSend<CheckResult>('POST', '/api/v1/expressions/check', { body });
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? { marks: [] });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
