'use client';

import { LoaderCircle, WrapText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from '@/components/data/copy-button';
import { toLogText } from '@/components/data/log-text';
import { formatLocal } from '@/components/data/time';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import type { TaskLogLine } from '@/lib/tasks/schema';

const TRUNCATED = /^… truncated: /;
/** Closer to the end than this, the reader wants to see what comes. */
const NEAR_END_PX = 40;

interface LogViewProps {
  lines: readonly TaskLogLine[];
  /** More may come. */
  running: boolean;
}

/** What a function wrote. While it runs, the end stays in sight unless the reader has scrolled away from it. */
export function LogView({ lines, running }: LogViewProps) {
  const [wrap, setWrap] = useState(true);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const last = lines.at(-1);
  const truncated = last && TRUNCATED.test(last.message) ? last.message : undefined;
  const shown = truncated === undefined ? lines : lines.slice(0, -1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each line that comes
  useEffect(() => {
    const element = list.current;
    if (running && follows.current && element) element.scrollTop = element.scrollHeight;
  }, [running, lines.length]);

  if (lines.length === 0) return <p className="text-muted">{running ? <StillRunning /> : 'It wrote nothing.'}</p>;
  return (
    <div className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="tabular flex-1 text-muted text-xs">
          {shown.length.toLocaleString('en')} {shown.length === 1 ? 'line' : 'lines'}
        </span>
        {running && <StillRunning />}
        <Button size="sm" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          <WrapText aria-hidden /> Wrap lines
        </Button>
        <CopyButton text={toLogText(lines)} label="Copy the log" />
      </div>
      <ol
        ref={list}
        aria-label="Log lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus the arrow keys could not scroll it
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
        className="max-h-96 overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs leading-5"
      >
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end, and may be alike
          <li key={index} className="flex gap-3 [contain-intrinsic-height:1.25rem] [content-visibility:auto]">
            <time
              dateTime={new Date(line.timestamp).toISOString()}
              title={formatLocal(line.timestamp)}
              className="tabular shrink-0 select-none text-faint"
            >
              {new Date(line.timestamp).toISOString().slice(11, 23)}
            </time>
            <span className={cx(wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre')}>{line.message}</span>
          </li>
        ))}
      </ol>
      {truncated && <Notice kind="warning">It wrote more than is kept: {truncated.replace(TRUNCATED, '')}.</Notice>}
    </div>
  );
}

function StillRunning() {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-info text-xs">
      <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> It is running
    </span>
  );
}
