'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';

const SHOWN_MS = 1_500;

/** Copies text; `copied` is true for a moment after. */
function useCopy() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.');
    }
  };
  return { copied, copy };
}

/** Copies `text`. Without `children` it is an icon with `label` as its name. */
export function CopyButton({ text, label, children }: { text: string; label: string; children?: string }) {
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : Copy;
  if (children === undefined) {
    return (
      <IconButton label={copied ? 'Copied' : label} size="sm" onClick={() => copy(text)}>
        <Icon aria-hidden />
      </IconButton>
    );
  }
  return (
    <Button onClick={() => copy(text)}>
      <Icon aria-hidden />
      {copied ? 'Copied' : children}
    </Button>
  );
}

/** An id that is copied with a click. `wraps`: rather than be cut off. */
export function CopyableId({ id, what = 'id', wraps = false }: { id: string; what?: string; wraps?: boolean }) {
  const { copied, copy } = useCopy();
  return (
    <Tooltip content={copied ? 'Copied' : `Copy ${what}`}>
      <button
        type="button"
        aria-label={`Copy ${what} ${id}`}
        onClick={() => copy(id)}
        className={cx(
          '-mx-1 max-w-full rounded-sm px-1 text-left font-mono text-xs hover:bg-hover',
          wraps ? 'wrap-anywhere' : 'truncate',
        )}
      >
        {id}
      </button>
    </Tooltip>
  );
}
