'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DatabaseBackup, Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { ErrorState, FirstUse, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, HeadCell, Row, Table } from '@/components/data/table';
import { backupsQuery } from '@/components/settings/queries';
import { Section } from '@/components/settings/section';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { toast } from '@/components/ui/toast';
import { apiSend } from '@/lib/http/client';
import type { Backup, BackupList } from '@/lib/settings/schema';

/** Copies of everything, made while the server runs. */
export function BackupsScreen() {
  const client = useQueryClient();
  const backups = useQuery(backupsQuery);
  const begin = useMutation({
    mutationFn: () => apiSend<Backup>('POST', '/api/v1/settings/backups'),
    onSettled: () => client.invalidateQueries({ queryKey: backupsQuery.queryKey }),
    onError: (error) => toast.error(error.message),
  });
  const list = backups.data;
  return (
    <Section
      title="Backups"
      description="Copies of everything that is stored, in the data directory of the server."
      actions={
        <AllowedButton
          permission="MANAGE_SETTINGS"
          variant="primary"
          busy={begin.isPending || list?.running !== undefined}
          onClick={() => begin.mutate()}
        >
          Back up now
        </AllowedButton>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {list?.running && <Running running={list.running} />}
        {list?.lastError && !list.running && (
          <Notice kind="danger">The last backup was not made: {list.lastError}</Notice>
        )}
        <Card>
          {backups.isPending && <LoadingRows label="the backups" rows={3} />}
          {backups.isError && <ErrorState error={backups.error} onRetry={() => void backups.refetch()} />}
          {list && list.data.length > 0 && <BackupTable backups={list.data} />}
          {list?.data.length === 0 && (
            <FirstUse Icon={DatabaseBackup} title="No backup yet">
              Make one now, or let a timer run <code>npm run backup FILE</code>.
            </FirstUse>
          )}
        </Card>
        <Notice kind="quiet">
          Secrets in a backup are encrypted with the key in <code>secret.key</code> of the data directory (or{' '}
          <code>SECRET_KEY</code>): keep it too, at another place. To restore, stop the server and run{' '}
          <code>npm run restore FILE</code>.
        </Notice>
      </div>
    </Section>
  );
}

function Running({ running }: { running: NonNullable<BackupList['running']> }) {
  return (
    <Card className="grid gap-2 p-4">
      <p role="status">
        Backing up: {toMegabytes(running.size)} of at most {toMegabytes(running.total)}
      </p>
      <Progress label="Backup" value={running.size} max={running.total} />
    </Card>
  );
}

function BackupTable({ backups }: { backups: readonly Backup[] }) {
  const client = useQueryClient();
  const [removing, setRemoving] = useState<string>();
  const remove = useMutation({
    mutationFn: (name: string) => apiSend('DELETE', `/api/v1/settings/backups/${name}`),
    onError: (error) => toast.error(error.message),
    onSettled: () => {
      setRemoving(undefined);
      return client.invalidateQueries({ queryKey: backupsQuery.queryKey });
    },
  });
  return (
    <>
      <Table label="Backups">
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell className="max-sm:hidden">Made</HeadCell>
            <HeadCell className="text-right max-sm:hidden">Size</HeadCell>
            <HeadCell>
              <span className="sr-only">What can be done</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {backups.map(({ name, size, creationTimestamp }) => (
            <Row key={name}>
              <Cell className="wrap-anywhere min-w-40 font-medium">
                {name}
                <span className="tabular block font-normal text-muted text-xs sm:hidden">{toMegabytes(size)}</span>
              </Cell>
              <Cell className="text-muted max-sm:hidden">
                <RelativeTime timestamp={creationTimestamp} />
              </Cell>
              <Cell className="tabular whitespace-nowrap text-right max-sm:hidden">{toMegabytes(size)}</Cell>
              <Cell className="text-right">
                <span className="inline-flex items-center gap-1">
                  <Button asChild variant="ghost">
                    <a href={`/api/v1/settings/backups/${name}/file`} download={name}>
                      <Download aria-hidden /> Download
                    </a>
                  </Button>
                  <IconButton label={`Delete ${name}`} onClick={() => setRemoving(name)}>
                    <Trash2 aria-hidden />
                  </IconButton>
                </span>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title="Delete this backup?"
        description={`${removing} is removed from the server. Copies that were downloaded stay.`}
        confirmLabel="Delete backup"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
      />
    </>
  );
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
