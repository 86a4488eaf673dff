'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/data/list-states';
import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { useCan } from '@/components/session/permissions';
import { meQuery } from '@/components/session/queries';
import { LocaleFields } from '@/components/settings/locale-fields';
import { userQuery, useUpdateUser } from '@/components/settings/users/queries';
import { RolePicker } from '@/components/settings/users/role-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { UserForm, type UserView } from '@/lib/users/schema';

const FORM = 'edit-user';

/** Shows a user, and changes them for who may. */
export function EditUserDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const user = useQuery(userQuery(id));
  if (user.data) return <EditUser user={user.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title="User">
      {user.isError ? (
        <ErrorState error={user.error} onRetry={() => user.refetch()} />
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </Dialog>
  );
}

function EditUser({ user, onClose }: { user: UserView; onClose: () => void }) {
  const { email, firstName = '', lastName = '', language = '', timeZone = '', roles } = user;
  const form = useAppForm({
    schema: UserForm,
    defaultValues: { email, firstName, lastName, language, timeZone, roles },
  });
  const update = useUpdateUser(user.id);
  const canManage = useCan('MANAGE_USERS');
  const isSelf = useQuery(meQuery).data?.id === user.id;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={canManage ? 'Edit user' : 'User'}
      footer={
        canManage ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={FORM} variant="primary" busy={form.formState.isSubmitting}>
              Save user
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      <Form
        id={FORM}
        form={form}
        label="User"
        disabled={!canManage}
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={async (input) => {
          await update.mutateAsync(input);
          toast.success('User saved');
          onClose();
        }}
      >
        <TextField
          name="email"
          label="E-mail"
          type="email"
          autoComplete="off"
          className="col-span-full"
          hint="They sign in with it."
        />
        <TextField name="firstName" label="First name" optional autoComplete="off" />
        <TextField name="lastName" label="Last name" optional autoComplete="off" />
        <LocaleFields />
        <div className="col-span-full">
          <RolePicker
            name="roles"
            label="Roles"
            disabled={!canManage || isSelf}
            hint={isSelf ? 'Somebody else must change your roles.' : 'With other roles they have to sign in again.'}
          />
        </div>
      </Form>
    </Dialog>
  );
}
