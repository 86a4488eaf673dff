'use client';

import { EllipsisVertical, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { HeadCell } from '@/components/data/table';
import { useDeleteLanguage } from '@/components/localizations/queries';
import { useCan } from '@/components/session/permissions';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

const names = new Intl.DisplayNames('en', { type: 'language' });

interface ColumnHeadProps {
  code: string;
  /** How many keys have a text in it, of how many. */
  texts: number;
  keys: number;
  isFilter: boolean;
  onFilter: () => void;
  /** The language has no text any more. */
  onGone: () => void;
}

/** A language: its name, what it lacks, and the way to be rid of it. */
export function ColumnHead({ code, texts, keys, isFilter, onFilter, onGone }: ColumnHeadProps) {
  const [removing, setRemoving] = useState(false);
  const canDelete = useCan('DELETE_LOCALIZATIONS');
  const lacking = Math.max(0, keys - texts);
  return (
    <HeadCell className="min-w-52">
      <div className="flex items-center gap-2">
        <span className="text-ink">{code}</span>
        <span className="truncate font-normal">{languageName(code)}</span>
        {(lacking > 0 || isFilter) && (
          <button
            type="button"
            aria-pressed={isFilter}
            onClick={onFilter}
            className={cx(
              'tabular ml-auto rounded-sm px-1.5 py-0.5 font-medium text-xs',
              isFilter ? 'bg-warning text-surface' : 'bg-warning-soft text-warning hover:underline',
            )}
          >
            {lacking.toLocaleString('en')} missing
          </button>
        )}
        {canDelete && code !== 'EN' && (
          <span className={cx(lacking === 0 && !isFilter && 'ml-auto')}>
            <Menu
              trigger={
                <IconButton label={`More for ${code}`} size="sm">
                  <EllipsisVertical aria-hidden />
                </IconButton>
              }
            >
              <MenuItem danger onSelect={() => (texts === 0 ? onGone() : setRemoving(true))}>
                <Trash2 aria-hidden /> Remove {code}
              </MenuItem>
            </Menu>
          </span>
        )}
      </div>
      {removing && <RemoveLanguageDialog {...{ code, texts, onGone }} onClose={() => setRemoving(false)} />}
    </HeadCell>
  );
}

interface RemoveLanguageDialogProps extends Pick<ColumnHeadProps, 'code' | 'texts' | 'onGone'> {
  onClose: () => void;
}

function RemoveLanguageDialog({ code, texts, onGone, onClose }: RemoveLanguageDialogProps) {
  const remove = useDeleteLanguage();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Remove ${code}?`}
      description={`${texts === 1 ? 'Its one text is' : `All its ${texts.toLocaleString('en')} texts are`} lost, and readers of ${code} get the EN texts. This cannot be undone.`}
      confirmLabel={`Remove ${texts === 1 ? 'one text' : `${texts.toLocaleString('en')} texts`}`}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(code, {
          onSuccess: ({ affectedRecords }) => {
            toast.success(
              `${affectedRecords.toLocaleString('en')} ${code} text${affectedRecords === 1 ? '' : 's'} removed`,
            );
            onClose();
            onGone();
          },
        })
      }
    >
      {remove.error && <Notice kind="danger">{remove.error.message}</Notice>}
    </ConfirmDialog>
  );
}

/** "Dutch"; nothing for a code that has no name. */
export function languageName(code: string): string {
  try {
    const name = names.of(code) ?? '';
    return name.toLowerCase() === code.toLowerCase() ? '' : name;
  } catch {
    return '';
  }
}
