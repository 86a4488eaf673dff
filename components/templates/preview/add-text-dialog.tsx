'use client';

import { useId, useState } from 'react';
import { useCreateText } from '@/components/templates/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Textarea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

interface AddTextDialogProps {
  localizationKey: string;
  /** The language of the preview: its text may be given at once. */
  language: string;
  onClose: () => void;
}

/** Makes a localization without leaving the template. */
export function AddTextDialog({ localizationKey, language, onClose }: AddTextDialogProps) {
  const id = useId();
  const create = useCreateText();
  const codes = [...new Set(['EN', language])];
  const [texts, setTexts] = useState<Record<string, string>>({});
  const english = texts.EN?.trim() ?? '';
  const save = () =>
    create.mutate(
      { key: localizationKey, text: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) },
      {
        onSuccess: () => {
          toast.success('Localization created');
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a localization"
      description={
        <>
          The text of <code className="font-mono text-xs">{localizationKey}</code>. Values stand in it as {'{{name}}'}.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabled={english === ''} onClick={save}>
            Add text
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {codes.map((code) => (
          <div key={code} className="grid gap-1">
            <label htmlFor={`${id}-${code}`} className="font-medium">
              {code} text{code !== 'EN' && <span className="ml-2 font-normal text-faint text-xs">optional</span>}
            </label>
            <Textarea
              id={`${id}-${code}`}
              rows={2}
              value={texts[code] ?? ''}
              onChange={(event) => setTexts({ ...texts, [code]: event.target.value })}
            />
          </div>
        ))}
        {create.error && <Notice kind="danger">{create.error.message}</Notice>}
      </div>
    </Dialog>
  );
}
