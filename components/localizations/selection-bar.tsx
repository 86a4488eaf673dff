'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useDeleteKeys } from '@/components/localizations/queries';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import type { LocalizationRow } from '@/lib/localizations/schema';

/** What can be done with the keys that were selected. */
export function SelectionBar({ rows, onDone }: { rows: readonly LocalizationRow[]; onDone: () => void }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <section aria-label="Selection" className="flex flex-wrap items-center gap-2 border-b bg-sunken px-4 py-1.5">
      <span className="tabular flex-1">{count(rows.length, 'key')} selected</span>
      <Button size="sm" variant="ghost" onClick={onDone}>
        Clear
      </Button>
      <Button size="sm" onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden /> Delete {count(rows.length, 'key')}
      </Button>
      {deleting && <DeleteKeysDialog rows={rows} onClose={() => setDeleting(false)} onDone={onDone} />}
    </section>
  );
}

interface DeleteKeysDialogProps {
  rows: readonly LocalizationRow[];
  onClose: () => void;
  onDone: () => void;
}

function DeleteKeysDialog({ rows, onClose, onDone }: DeleteKeysDialogProps) {
  const remove = useDeleteKeys();
  const texts = rows.reduce((sum, { text }) => sum + Object.keys(text).length, 0);
  const used = rows.filter(({ templateTotal }) => templateTotal > 0);
  const templates = [...new Set(used.flatMap((row) => row.templates.map(({ name }) => name)))];
  const what = rows.length === 1 ? `“${rows[0]?.key}”` : count(rows.length, 'key');
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${what}?`}
      description={`${count(texts, 'text')} ${texts === 1 ? 'is' : 'are'} lost. It can be undone for ten seconds.`}
      confirmLabel={`Delete ${count(rows.length, 'key')}`}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(rows, {
          onSuccess: () => {
            onClose();
            onDone();
          },
        })
      }
    >
      <div className="grid gap-3">
        {used.length > 0 && (
          <Notice kind="danger">
            {toWho(used, rows.length)} in use: mails of {templates.join(', ')} will fail for want of a text.
          </Notice>
        )}
        {remove.error && <Notice kind="danger">{remove.error.message}</Notice>}
      </div>
    </ConfirmDialog>
  );
}

/** "order.body is", "All 3 are", "2 of them are". */
function toWho(used: readonly LocalizationRow[], of: number): string {
  if (used.length === 1) return `${used[0]?.key} is`;
  return used.length === of ? `All ${of} are` : `${used.length} of them are`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
