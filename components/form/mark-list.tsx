import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import type { ExpressionMark } from '@/lib/expressions/schema';

const SHOWN = 3;

/** Something to say about a field's text, and how to mend it at once. */
export interface Remark {
  key: string;
  mark: Pick<ExpressionMark, 'kind' | 'severity' | 'message' | 'fixes'>;
  /** Puts a fix into the text; absent where it cannot be mended here. */
  onFix?: ((text: string) => void) | undefined;
}

const LOOKS = {
  error: { icon: CircleAlert, tone: 'text-danger' },
  warning: { icon: TriangleAlert, tone: 'text-warning' },
  info: { icon: Info, tone: 'text-muted' },
} as const;

/** Says below a field what is wrong with its expressions; one click mends it. */
export function MarkList({ id, remarks }: { id: string; remarks: readonly Remark[] }) {
  const shown = remarks.slice(0, SHOWN);
  const more = remarks.length - shown.length;
  return (
    <div id={id} role="status" className={cx('grid gap-1 text-xs', remarks.length === 0 && 'hidden')}>
      {shown.map((remark) => (
        <RemarkLine key={remark.key} mark={remark.mark} onFix={remark.onFix} />
      ))}
      {more > 0 && <p className="pl-5 text-muted">and {more} more like this</p>}
    </div>
  );
}

function RemarkLine({ mark, onFix }: Omit<Remark, 'key'>) {
  const { icon: Icon, tone } = LOOKS[mark.severity];
  return (
    <div className={cx('flex min-w-0 gap-1.5', tone)}>
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <p className="wrap-anywhere min-w-0">
        {mark.message}
        {mark.fixes.length > 0 && <FixChoices mark={mark} onFix={onFix} />}
      </p>
    </div>
  );
}

function FixChoices({ mark, onFix }: Omit<Remark, 'key'>) {
  const asks = mark.kind !== 'sometimes';
  return (
    <>
      {asks ? '. Did you mean ' : ' '}
      {mark.fixes.map(({ label, text }, index) => (
        <span key={text}>
          {index > 0 && ' or '}
          {onFix ? (
            <button
              type="button"
              className="wrap-anywhere rounded-sm text-left font-medium text-accent-text underline underline-offset-2 hover:no-underline pointer-coarse:py-1.5"
              aria-label={label}
              onClick={() => onFix(text)}
            >
              {asks ? text : label}
            </button>
          ) : (
            <code className="font-mono">{text}</code>
          )}
        </span>
      ))}
      {asks && '?'}
    </>
  );
}
