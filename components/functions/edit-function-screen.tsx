'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { EnabledSwitch } from '@/components/functions/enabled-switch';
import { toFunctionValues } from '@/components/functions/form-values';
import { FunctionAside } from '@/components/functions/function-aside';
import { FunctionEditor } from '@/components/functions/function-editor';
import { OffBadge } from '@/components/functions/function-table';
import { functionCodeQuery, functionQuery, useSaveFunction } from '@/components/functions/queries';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import type { FunctionCodeView, FunctionDetail } from '@/lib/functions/usage/schema';

const DeleteFunctionDialog = dynamic(
  () => import('@/components/functions/delete-function-dialog').then((module) => module.DeleteFunctionDialog),
  { ssr: false },
);
const BACK = { href: '/functions', label: 'Functions' };

export function EditFunctionScreen({ name }: { name: string }) {
  const canUpdate = useCan('UPDATE_TASK_FUNCTION');
  const detail = useQuery(functionQuery(name));
  const hasCode = detail.data?.fn.kind === 'local';
  const code = useQuery({ ...functionCodeQuery(name), enabled: canUpdate && hasCode });
  const isReady = detail.data && (!canUpdate || !hasCode || code.data);
  if (detail.data && isReady) return <EditFunction detail={detail.data} code={code.data} />;
  const error = detail.error ?? code.error;
  return (
    <Page title={name} back={BACK}>
      <Card>
        {error ? (
          <ErrorState error={error} onRetry={() => Promise.all([detail.refetch(), code.refetch()])} />
        ) : (
          <LoadingRows label="the function" />
        )}
      </Card>
    </Page>
  );
}

function EditFunction({ detail, code }: { detail: FunctionDetail; code: FunctionCodeView | undefined }) {
  const { fn } = detail;
  const client = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const canUpdate = useCan('UPDATE_TASK_FUNCTION');
  const canDelete = useCan('DELETE_TASK_FUNCTION');
  const save = useSaveFunction(fn.name);
  return (
    <>
      <FunctionEditor
        title={fn.name}
        submitLabel="Save"
        readOnly={!canUpdate}
        stored={{ detail, code }}
        initial={toFunctionValues(detail, code)}
        onSave={async (body) => {
          await save.mutateAsync(body);
          toast.success('Function saved');
        }}
        reload={async () => {
          const stored = await client.fetchQuery({ ...functionQuery(fn.name), staleTime: 0 });
          const files = code ? await client.fetchQuery({ ...functionCodeQuery(fn.name), staleTime: 0 }) : undefined;
          return toFunctionValues(stored, files);
        }}
        actions={
          <>
            {!fn.enabled && <OffBadge pausedTimestamp={fn.pausedTimestamp} />}
            <span className="flex h-8 items-center gap-2">
              <span aria-hidden className="text-muted text-xs max-sm:hidden">
                Enabled
              </span>
              <EnabledSwitch fn={fn} />
            </span>
            {canDelete && (
              <IconButton label="Delete function" variant="secondary" onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden />
              </IconButton>
            )}
          </>
        }
        aside={<FunctionAside detail={detail} />}
      />
      {deleting && <DeleteFunctionDialog name={fn.name} onClose={() => setDeleting(false)} />}
    </>
  );
}
