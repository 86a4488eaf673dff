'use client';

import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { PermissionPicker } from '@/components/settings/permission-picker';
import { useSaveRole } from '@/components/settings/role-queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { ROLES } from '@/lib/auth/schema';
import { RoleInput, type RoleView } from '@/lib/roles/schema';

const FORM = 'role';
const READY_SETS = [
  { label: 'As Viewer', permissions: ROLES.Viewer },
  { label: 'As Operator', permissions: ROLES.Operator },
  { label: 'As Configurator', permissions: ROLES.Configurator },
];

/** Makes a custom role, or changes one. */
export function RoleDialog({ role, onClose }: { role: RoleView | undefined; onClose: () => void }) {
  const form = useAppForm({
    schema: RoleInput,
    defaultValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      permissions: role ? [...role.permissions] : [],
    },
  });
  const save = useSaveRole(role?.id);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide
      title={role ? 'Edit role' : 'New role'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" busy={form.formState.isSubmitting}>
            {role ? 'Save role' : 'Create role'}
          </Button>
        </>
      }
    >
      <Form
        id={FORM}
        form={form}
        label="Role"
        onSubmit={async (input) => {
          await save.mutateAsync(input);
          toast.success(role ? 'Role saved' : 'Role created');
          onClose();
        }}
      >
        {role && role.users > 0 && (
          <Notice kind="info">
            {role.users === 1 ? '1 user holds' : `${role.users} users hold`} this role: a change acts on their next
            request.
          </Notice>
        )}
        <TextField name="name" label="Name" autoComplete="off" hint="What the job is called." />
        <TextField name="description" label="Description" optional autoComplete="off" />
        <PermissionPicker name="permissions" label="Permissions" readySets={READY_SETS} />
      </Form>
    </Dialog>
  );
}
