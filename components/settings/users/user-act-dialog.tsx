'use client';

import { useQuery } from '@tanstack/react-query';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { ActDialog } from '@/components/settings/act-dialog';
import { SessionList } from '@/components/settings/session-list';
import { PasswordLinkPanel } from '@/components/settings/users/password-link';
import {
  useDeleteUser,
  useDisableUser,
  useEndSessionOf,
  useEndSessionsOf,
  usePasswordLink,
  userSessionsQuery,
} from '@/components/settings/users/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { UserView } from '@/lib/users/schema';

export type UserAct = 'password' | 'sessions' | 'disable' | 'delete';

interface UserActProps {
  user: UserView;
  onClose: () => void;
}

const DIALOGS = {
  password: PasswordDialog,
  sessions: SessionsDialog,
  disable: DisableDialog,
  delete: DeleteDialog,
} satisfies Record<UserAct, React.ComponentType<UserActProps>>;

/** What is done with one user, beyond editing. */
export function UserActDialog({ act, ...props }: UserActProps & { act: UserAct }) {
  const Chosen = DIALOGS[act];
  return <Chosen {...props} />;
}

function PasswordDialog({ user, onClose }: UserActProps) {
  const link = usePasswordLink(user.id);
  if (link.data) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        dismissible={false}
        title="New password link"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <PasswordLinkPanel link={link.data} email={user.email} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`New password link for ${user.email}?`}
      description="An earlier link of theirs stops working. Their present password stays good until the new link is used; then every session of theirs ends."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate()}>
            Make link
          </Button>
        </>
      }
    >
      {link.isError && (
        <Notice kind="danger" role="alert">
          {link.error.message}
        </Notice>
      )}
    </Dialog>
  );
}

function SessionsDialog({ user, onClose }: UserActProps) {
  const sessions = useQuery(userSessionsQuery(user.id));
  const end = useEndSessionOf(user.id);
  const endAll = useEndSessionsOf(user.id);
  const error = end.error ?? endAll.error;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Sessions of ${user.email}`}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {sessions.data && sessions.data.length > 0 && (
            <Button variant="danger" busy={endAll.isPending} onClick={() => endAll.mutate()}>
              End all sessions
            </Button>
          )}
        </>
      }
    >
      {error && (
        <Notice kind="danger" role="alert" className="mb-2">
          {error.message}
        </Notice>
      )}
      {sessions.isPending && <LoadingRows label="sessions" rows={2} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />}
      {sessions.data && (
        <SessionList
          sessions={sessions.data}
          ending={end.isPending ? end.variables : undefined}
          onEnd={(id) => end.mutate(id)}
        />
      )}
    </Dialog>
  );
}

function DisableDialog({ user, onClose }: UserActProps) {
  return (
    <ActDialog
      act={useDisableUser(user.id)}
      title={`Disable ${user.email}?`}
      description="They are signed out everywhere at once, and cannot sign in until they are enabled again. Their API tokens stop working meanwhile."
      confirmLabel="Disable user"
      done="User disabled"
      onClose={onClose}
    />
  );
}

function DeleteDialog({ user, onClose }: UserActProps) {
  return (
    <ActDialog
      act={useDeleteUser(user.id)}
      title={`Delete ${user.email}?`}
      description="Their account is lost, with all their sessions and API tokens: what uses those tokens stops working. What they configured stays. This cannot be undone; to keep them out for a while, disable them instead."
      confirmLabel="Delete user"
      done="User deleted"
      onClose={onClose}
    />
  );
}
