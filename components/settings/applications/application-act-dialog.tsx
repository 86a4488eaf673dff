'use client';

import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { ActDialog } from '@/components/settings/act-dialog';
import { ApplicationSecret } from '@/components/settings/applications/application-secret';
import {
  useDeleteApplication,
  useDisableApplication,
  useRotateSecret,
  useUpdateApplication,
} from '@/components/settings/applications/queries';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { ApplicationInput, type ApplicationView } from '@/lib/applications/schema';

export type ApplicationAct = 'rename' | 'rotate' | 'disable' | 'delete';

interface ApplicationActProps {
  application: ApplicationView;
  onClose: () => void;
}

const DIALOGS = {
  rename: RenameDialog,
  rotate: RotateDialog,
  disable: DisableDialog,
  delete: DeleteDialog,
} satisfies Record<ApplicationAct, React.ComponentType<ApplicationActProps>>;

/** What is done with one application. */
export function ApplicationActDialog({ act, ...props }: ApplicationActProps & { act: ApplicationAct }) {
  const Chosen = DIALOGS[act];
  return <Chosen {...props} />;
}

const RENAME_FORM = 'rename-application';
const Rename = ApplicationInput.pick({ name: true });

function RenameDialog({ application, onClose }: ApplicationActProps) {
  const form = useAppForm({ schema: Rename, defaultValues: { name: application.name } });
  const update = useUpdateApplication(application.id);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Rename application"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={RENAME_FORM} variant="primary" busy={form.formState.isSubmitting}>
            Rename
          </Button>
        </>
      }
    >
      <Form
        id={RENAME_FORM}
        form={form}
        label="Rename application"
        onSubmit={async (input) => {
          await update.mutateAsync(input);
          toast.success('Application renamed');
          onClose();
        }}
      >
        <TextField name="name" label="Name" autoComplete="off" hint="Which program it is." />
      </Form>
    </Dialog>
  );
}

function RotateDialog({ application, onClose }: ApplicationActProps) {
  const rotate = useRotateSecret(application.id);
  if (rotate.data) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        dismissible={false}
        title="New secret"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <ApplicationSecret application={application} secret={rotate.data.secret} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`New secret for “${application.name}”?`}
      description="The present secret stops working at once: wherever the application runs, it gets nobody in until it has the new one."
      confirmLabel="Make new secret"
      busy={rotate.isPending}
      onConfirm={() => rotate.mutate()}
    >
      {rotate.isError && (
        <Notice kind="danger" role="alert">
          {rotate.error.message}
        </Notice>
      )}
    </ConfirmDialog>
  );
}

function DisableDialog({ application, onClose }: ApplicationActProps) {
  return (
    <ActDialog
      act={useDisableApplication(application.id)}
      title={`Disable “${application.name}”?`}
      description="It gets nobody in, and the tokens that it got are of no use, until it is enabled again."
      confirmLabel="Disable application"
      done="Application disabled"
      onClose={onClose}
    />
  );
}

function DeleteDialog({ application, onClose }: ApplicationActProps) {
  return (
    <ActDialog
      act={useDeleteApplication(application.id)}
      title={`Delete “${application.name}”?`}
      description="Its id and secret are lost, and every token that it got for somebody ends at once. This cannot be undone; to shut it out for a while, disable it instead."
      confirmLabel="Delete application"
      done="Application deleted"
      onClose={onClose}
    />
  );
}
