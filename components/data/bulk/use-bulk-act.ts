import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type BulkProgress, runBulkAct } from '@/components/data/bulk/bulk-act';
import { refreshRecords } from '@/components/data/refresh';

export type BulkState =
  | { step: 'asking' }
  | { step: 'running'; progress: BulkProgress | undefined; stopping: boolean }
  /** `error`: it broke off. `progress.complete` tells whether it was stopped. */
  | { step: 'ended'; progress: BulkProgress | undefined; error?: Error };

/** Runs a bulk act and says how far it is. Lists whose keys begin with one of `touches` are read again at the end. */
export function useBulkAct(path: string, touches: readonly string[]) {
  const client = useQueryClient();
  const [state, setState] = useState<BulkState>({ step: 'asking' });
  const stopped = useRef(false);

  const start = async (body: { query: string } & Readonly<Record<string, unknown>>) => {
    let progress: BulkProgress | undefined;
    const show = () => setState({ step: 'running', progress, stopping: stopped.current });
    stopped.current = false;
    show();
    try {
      await runBulkAct(path, body, {
        onProgress: (next) => {
          progress = next;
          show();
        },
        isStopped: () => stopped.current,
      });
      setState({ step: 'ended', progress });
    } catch (error) {
      setState({ step: 'ended', progress, error: error instanceof Error ? error : new Error(String(error)) });
    }
    refreshRecords(client, touches);
  };
  const stop = () => {
    stopped.current = true;
    setState((current) => (current.step === 'running' ? { ...current, stopping: true } : current));
  };
  return { state, start, stop };
}
