import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import type { ApiDocument, Entry } from '@/components/reference/document';
import { OperationDetail } from '@/components/reference/operation-detail';
import { Badge, type Tone } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';

const TONES: Readonly<Record<string, Tone>> = { GET: 'info', POST: 'success', PUT: 'warning', DELETE: 'danger' };

interface OperationItemProps {
  document: ApiDocument;
  entry: Entry;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** One operation: a line that opens to all there is to know of it. */
export function OperationItem({ document, entry, open, onOpenChange }: OperationItemProps) {
  const { method, path, operation } = entry;
  const detailId = useId();
  return (
    <>
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? detailId : undefined}
          onClick={() => onOpenChange(!open)}
          className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left hover:bg-hover"
        >
          <ChevronRight aria-hidden className={cx('size-4 text-faint transition-transform', open && 'rotate-90')} />
          <Badge tone={TONES[method] ?? 'quiet'} className="w-15 justify-center font-mono">
            {method}
          </Badge>
          <span className="wrap-anywhere font-mono text-sm">{path}</span>
          <span className="min-w-0 flex-1 basis-48 text-muted sm:basis-36">{operation.summary}</span>
          <span className="wrap-anywhere font-mono text-faint text-xs sm:ml-auto">{operation['x-permission']}</span>
        </button>
      </h3>
      {open && (
        <div id={detailId} className="border-t bg-canvas px-4 py-4">
          <OperationDetail document={document} entry={entry} />
        </div>
      )}
    </>
  );
}
