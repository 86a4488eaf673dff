'use client';

import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { useCan } from '@/components/session/permissions';
import { Page } from '@/components/shell/page';
import { ConflictDialog } from '@/components/templates/conflict-dialog';
import { DeleteTemplateDialog } from '@/components/templates/delete-template-dialog';
import { toTemplateValues } from '@/components/templates/form-values';
import { templateQuery, useSaveTemplate } from '@/components/templates/queries';
import { TemplateEditor } from '@/components/templates/template-editor';
import { useAskBeforeSave } from '@/components/templates/use-ask-before-save';
import { UseDialog } from '@/components/templates/use-dialog';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { ApiError } from '@/lib/http/client';
import type { Template, TemplateInput } from '@/lib/templates/schema';

export function EditTemplateScreen({ id }: { id: string }) {
  const template = useQuery(templateQuery(id));
  if (template.data) return <EditTemplate template={template.data} />;
  return (
    <Page title="Template" back={{ href: '/templates', label: 'Templates' }}>
      <Card>
        {template.error ? (
          <ErrorState error={template.error} onRetry={() => template.refetch()} />
        ) : (
          <LoadingRows label="the template" />
        )}
      </Card>
    </Page>
  );
}

function EditTemplate({ template }: { template: Template }) {
  const { id } = template;
  const [deleting, setDeleting] = useState(false);
  /** The state that the form was filled from: what a save is allowed to replace. */
  const [base, setBase] = useState(template);
  const [conflict, setConflict] = useState<TemplateInput>();
  /** Grows when the form is to be filled anew. */
  const [round, setRound] = useState(0);
  const save = useSaveTemplate(id);
  const latest = useQuery({ ...templateQuery(id), enabled: conflict !== undefined });
  const asking = useAskBeforeSave(id);
  const canUpdate = useCan('UPDATE_TEMPLATES');
  const canDelete = useCan('DELETE_TEMPLATES');

  const store = async (input: TemplateInput, over: Template) => {
    const saved = await save.mutateAsync({ input, updateTimestamp: over.updateTimestamp });
    setBase(saved);
    toast.success('Template saved');
    return saved;
  };
  return (
    <>
      <TemplateEditor
        key={round}
        id={id}
        title={base.name}
        submitLabel="Save"
        readOnly={!canUpdate}
        initial={toTemplateValues(base)}
        onSave={async (input) => {
          if (!(await asking.ask())) return undefined;
          try {
            return await store(input, base);
          } catch (error) {
            if (!(error instanceof ApiError && error.status === 409)) throw error;
            await latest.refetch();
            setConflict(input);
            return undefined;
          }
        }}
        actions={
          canDelete && (
            <IconButton label="Delete template" variant="secondary" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden />
            </IconButton>
          )
        }
      />
      <UseDialog asking={asking} name={base.name} />
      <DeleteTemplateDialog template={base} open={deleting} onOpenChange={setDeleting} />
      {conflict && latest.data && (
        <ConflictDialog
          mine={conflict}
          theirs={latest.data}
          base={base}
          onClose={() => setConflict(undefined)}
          onTakeTheirs={() => {
            if (latest.data) setBase(latest.data);
            setConflict(undefined);
            setRound(round + 1);
          }}
          onSaveMine={async () => {
            if (!latest.data) return;
            const saved = await store(conflict, latest.data);
            setBase(saved);
            setConflict(undefined);
            setRound(round + 1);
          }}
        />
      )}
    </>
  );
}
