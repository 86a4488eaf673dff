'use client';

import { useEffect, useState } from 'react';
import { CodeBlock, JsonView } from '@/components/data/json-view';
import { Status } from '@/components/data/status';
import { formatDuration } from '@/components/data/time';
import type { TestRun } from '@/components/functions/queries';
import { readRunLog } from '@/components/functions/run-log';

const TICK_MS = 250;

/** How long a run has taken so far, beside how long it may. */
export function RunningTime({ limit }: { limit: number }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const start = Date.now();
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - start) / 1_000)), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="status" className="tabular text-muted">
      Running for {seconds} s of at most {limit} s
    </span>
  );
}

/** What came of a test run: how it ended, its error with the places in its own code, what it wrote, what it returned. */
export function TestRunResult({ run: { error, result, task } }: { run: TestRun }) {
  const attempt = task?.attemptList.at(-1);
  const duration = attempt?.endedAt === undefined ? undefined : attempt.endedAt - attempt.startedAt;
  const { lines, stack } = readRunLog(task?.logs ?? [], error);
  return (
    <section aria-label="Result of the test run" className="grid min-w-0 gap-3 border-t pt-3">
      <p role="status" className="flex items-center gap-2">
        <Status kind="task" value={error ? 'failed' : 'complete'} />
        {duration !== undefined && <span className="tabular text-muted">in {formatDuration(duration)}</span>}
      </p>
      {error && (
        <div className="grid gap-1 rounded-md bg-danger-soft px-3 py-2 text-danger">
          <p className="wrap-anywhere whitespace-pre-wrap">
            {error.name && <span className="font-medium">{error.name}: </span>}
            {error.message}
          </p>
          {stack.length > 0 && (
            <ul aria-label="Places in its code" className="font-mono text-xs">
              {stack.map((place, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a recursion names the same place many times
                <li key={index} className="wrap-anywhere">
                  {place}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {!error && (
        <div className="grid min-w-0 gap-1">
          <h3 className="font-medium">Result</h3>
          <JsonView label="result" value={result ?? null} />
        </div>
      )}
      <div className="grid min-w-0 gap-1">
        <h3 className="font-medium">Log</h3>
        {lines.length === 0 ? (
          <p className="text-muted">It wrote nothing.</p>
        ) : (
          <CodeBlock label="log" text={lines.map(({ message }) => message).join('\n')} />
        )}
      </div>
    </section>
  );
}
