'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { refreshRecords } from '@/components/data/refresh';
import type { ButtonProps } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { apiSend } from '@/lib/http/client';
import type { BulkResult } from '@/lib/runs/schema';
import type { UndeliveredKind } from '@/lib/undelivered/schema';

const DiscardDialog = dynamic(() =>
  import('@/components/data/discard/discard-dialog').then((module) => module.DiscardDialog),
);

const TOUCHED = ['runs', 'events', 'mails', 'tasks', 'overview', 'undelivered', 'statistics'];

interface DiscardButtonProps extends Pick<ButtonProps, 'size'> {
  kind: UndeliveredKind;
  id: string;
  /** What it is, for who hears the button only: its title. */
  title?: string;
}

/** Puts one failure aside, with a reason. */
export function DiscardButton({ kind, id, title, size }: DiscardButtonProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const discard = async (reason: string) => {
    const body = { query: `in(id,${id})`, reason };
    const { changed, reasons } = await apiSend<BulkResult>('POST', `/api/v1/${kind}s/discard`, { body });
    setAsking(false);
    if (changed > 0) toast.success(`The ${kind} is discarded`);
    else toast.error(`The ${kind} was not discarded: ${Object.keys(reasons)[0] ?? 'it is not there any more'}`);
    refreshRecords(client, TOUCHED);
  };
  return (
    <>
      <AllowedButton
        permission={kind === 'task' ? 'CANCEL_TASKS' : 'CANCEL_RUNS'}
        size={size}
        onClick={() => setAsking(true)}
        aria-label={title === undefined ? undefined : `Discard ${title}`}
      >
        <Archive aria-hidden /> Discard
      </AllowedButton>
      {asking && (
        <DiscardDialog
          title={title === undefined ? `Discard this ${kind}?` : `Discard “${title}”?`}
          onClose={() => setAsking(false)}
          onDiscard={discard}
        />
      )}
    </>
  );
}
