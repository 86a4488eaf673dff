'use client';

import { useEffect } from 'react';
import { type BulkProgress, toCountWords } from '@/components/data/bulk/bulk-act';
import { useBulkAct } from '@/components/data/bulk/use-bulk-act';
import { DiscardDialog } from '@/components/data/discard/discard-dialog';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type { MatchCount } from '@/lib/runs/schema';

/** One thing that can be done with many rows. */
export interface BulkVerb {
  /** On buttons: "Retry". */
  verb: string;
  /** "retried" */
  done: string;
  /** `/api/v1/runs/retry` */
  path: string;
  /** What it means, below the sentence. */
  explanation: string;
  danger?: boolean;
  /** Asks why, and sends it as `reason`. */
  asksReason?: boolean;
}

interface BulkDialogProps {
  act: BulkVerb;
  /** RQL. */
  query: string;
  /** How many the query finds. */
  count: MatchCount;
  /** What they are: "failed runs of user_deleted from the last 24 hours". */
  words: string;
  /** First parts of the keys of the lists that it changes. */
  touches: readonly string[];
  onClose: () => void;
}

/** Asks before a bulk act, in words; then shows how far it is, with a way to stop it; then what was done and what was not, and why. */
export function BulkDialog({ act, query, count, words, touches, onClose }: BulkDialogProps) {
  const { state, start, stop } = useBulkAct(act.path, touches);
  const sentence = `${act.verb} ${toCountWords(count)} ${words}`;
  useWarnBeforeLeaving(state.step === 'running');
  if (state.step === 'asking' && act.asksReason) {
    const label = `${act.verb} ${toCountWords(count)}`;
    const onDiscard = (reason: string) => start({ query, reason });
    return <DiscardDialog title={`${sentence}?`} label={label} onClose={onClose} onDiscard={onDiscard} />;
  }
  if (state.step === 'asking') {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`${sentence}?`}
        description={act.explanation}
        footer={
          <>
            <Button onClick={onClose}>{act.danger ? 'Keep them' : 'Cancel'}</Button>
            <Button variant={act.danger ? 'danger' : 'primary'} onClick={() => start({ query })}>
              {act.verb} {toCountWords(count)}
            </Button>
          </>
        }
      />
    );
  }
  if (state.step === 'running') {
    return (
      <Dialog
        open
        onOpenChange={() => {}}
        dismissible={false}
        title={sentence}
        footer={
          <Button busy={state.stopping} onClick={stop}>
            Stop
          </Button>
        }
      >
        <Counting progress={state.progress} count={count} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={state.error ? 'It broke off' : state.progress?.complete ? 'Done' : 'Stopped'}
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="grid gap-3">
        {state.error && <Notice kind="danger">{state.error.message}</Notice>}
        <Outcome progress={state.progress} act={act} />
      </div>
    </Dialog>
  );
}

function Counting({ progress, count }: { progress: BulkProgress | undefined; count: MatchCount }) {
  const done = progress?.matched ?? 0;
  const total = Math.max(count.count, done);
  return (
    <div className="grid gap-2">
      <Progress label="Progress" value={done} max={total} />
      <p className="tabular text-muted">
        {done.toLocaleString('en')} of {toCountWords({ count: total, complete: count.complete })}
      </p>
    </div>
  );
}

function Outcome({ progress, act }: { progress: BulkProgress | undefined; act: BulkVerb }) {
  const { changed = 0, skipped = 0, reasons = {}, complete = false } = progress ?? {};
  return (
    <>
      <p>
        <strong className="tabular font-semibold">{changed.toLocaleString('en')}</strong> {act.done}
        {skipped > 0 && `, ${skipped.toLocaleString('en')} left as they are`}.
        {!complete && ' The rest was not looked at.'}
      </p>
      {skipped > 0 && (
        <ul aria-label="Why some were left" className="grid gap-1">
          {Object.entries(reasons)
            .sort(([, a], [, b]) => b - a)
            .map(([reason, count]) => (
              <li key={reason} className="flex gap-2 rounded-md bg-sunken px-3 py-1.5">
                <span className="tabular font-medium">{count.toLocaleString('en')}</span>
                <span className="wrap-anywhere min-w-0 text-muted">{reason}</span>
              </li>
            ))}
        </ul>
      )}
    </>
  );
}

/** The browser asks before it leaves the page: what is not done yet would stay undone. */
function useWarnBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
