import { Fragment, type ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import type { ExpressionMark } from '@/lib/expressions/schema';

const LINES: Record<ExpressionMark['severity'], string> = {
  error: 'decoration-danger decoration-wavy',
  warning: 'decoration-warning decoration-wavy',
  info: 'decoration-faint decoration-dotted',
};

/** A text whose marked parts are underlined. */
export function MarkedText({ text, marks }: { text: string; marks: readonly ExpressionMark[] }) {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { from, to, severity, kind } of marks) {
    if (from < done || to > text.length) continue;
    parts.push(
      <Fragment key={from}>
        {text.slice(done, from)}
        <span data-mark={kind} className={cx('underline decoration-from-font underline-offset-3', LINES[severity])}>
          {text.slice(from, to)}
        </span>
      </Fragment>,
    );
    done = to;
  }
  return (
    <>
      {parts}
      {text.slice(done)}
    </>
  );
}
