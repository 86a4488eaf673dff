'use client';

import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { toast } from 'sonner';
import { emptyFunction } from '@/components/functions/form-values';
import { FunctionEditor } from '@/components/functions/function-editor';
import { START_NAMES, STARTS } from '@/components/functions/kinds';
import { useCreateFunction } from '@/components/functions/queries';
import { NewSecretDialog } from '@/components/functions/signing-secret';
import { useCan } from '@/components/session/queries';
import { Notice } from '@/components/ui/notice';
import { Tab, TabList, Tabs } from '@/components/ui/tabs';

const START = parseAsStringLiteral(START_NAMES).withDefault('written');

/** A function to be made; how it begins is in the URL. */
export function NewFunctionScreen() {
  const router = useRouter();
  const [start, setStart] = useQueryState('start', START);
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
        intro={
          <Tabs value={start} onValueChange={(next) => setStart(next as typeof start)}>
            <TabList aria-label="How it begins" className="max-sm:flex-wrap">
              {START_NAMES.map((name) => (
                <Tab key={name} value={name}>
                  {STARTS[name].label}
                </Tab>
              ))}
            </TabList>
          </Tabs>
        }
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
