'use client';

import { Languages } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/components/session/permissions';
import { AddTextDialog } from '@/components/templates/preview/add-text-dialog';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { TemplatePreview } from '@/lib/templates/schema';

/** The localizations that the draft names and the language lacks; all is well: nothing is shown. */
export function KeyList({ keys, language }: { keys: TemplatePreview['keys']; language: string }) {
  const canCreate = useCan('CREATE_LOCALIZATIONS');
  const [adding, setAdding] = useState<string>();
  const lacking = keys.filter(({ state }) => state !== 'there');
  if (lacking.length === 0) return null;
  return (
    <section aria-label="Localizations" className="grid gap-2 rounded-md border px-3 py-2">
      <h3 className="flex items-center gap-1.5 font-medium">
        <Languages aria-hidden className="size-4 text-faint" /> Localizations
      </h3>
      <ul className="grid gap-1">
        {lacking.map(({ key, state }) => (
          <li key={key} className="flex items-center gap-2">
            <p className={cx('wrap-anywhere min-w-0 flex-1', state === 'missing' ? 'text-danger' : 'text-warning')}>
              <code className="font-mono text-xs">{key}</code>{' '}
              {state === 'missing' ? 'has no text' : `has no ${language} text: the EN one is shown`}
            </p>
            {state === 'missing' && canCreate && (
              <Button size="sm" onClick={() => setAdding(key)}>
                Add its text
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding !== undefined && (
        <AddTextDialog localizationKey={adding} language={language} onClose={() => setAdding(undefined)} />
      )}
    </section>
  );
}
