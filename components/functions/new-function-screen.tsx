'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { emptyFunction } from '@/components/functions/form-values';
import { FunctionEditor } from '@/components/functions/function-editor';
import { START_NAMES, STARTS, type Start } from '@/components/functions/kinds';
import { useCreateFunction } from '@/components/functions/queries';
import { NewSecretDialog } from '@/components/functions/signing-secret';
import { useCan } from '@/components/session/permissions';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

const START = parseAsStringLiteral(START_NAMES).withDefault('written');

/** A function to be made; how it begins is in the URL. */
export function NewFunctionScreen() {
  const router = useRouter();
  const [start] = useQueryState('start', START);
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const canCreate = useCan('CREATE_TASK_FUNCTION');
  const create = useCreateFunction();
  const { kind, from } = STARTS[start];
  return (
    <>
      <FunctionEditor
        key={start}
        title="New function"
        submitLabel="Create function"
        readOnly={!canCreate}
        initial={emptyFunction(kind, from)}
        intro={<StartLinks current={start} />}
        aside={
          <Notice kind="quiet">
            Functions are code that administrators trust: who may create one can run anything in it, and the network is
            open to it.
          </Notice>
        }
        onSave={async (body) => {
          const { name, http } = await create.mutateAsync(body);
          toast.success('Function created');
          if (http?.secret) setMade({ name, secret: http.secret });
          else router.push(`/functions/${name}`);
        }}
      />
      {made && <NewSecretDialog secret={made.secret} onClose={() => router.push(`/functions/${made.name}`)} />}
    </>
  );
}

/** Links, not tabs: what was typed is lost with the other form, so leaving it asks. */
function StartLinks({ current }: { current: Start }) {
  return (
    <nav aria-label="How it begins" className="inline-flex flex-wrap gap-0.5 rounded-md border bg-sunken p-0.5">
      {START_NAMES.map((name) => (
        <Link
          key={name}
          href={`/functions/new?start=${name}`}
          prefetch={false}
          aria-current={name === current ? 'page' : undefined}
          className={cx(
            'inline-flex h-6 items-center rounded-sm px-2.5 font-medium text-xs pointer-coarse:h-9',
            name === current ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {STARTS[name].label}
        </Link>
      ))}
    </nav>
  );
}
