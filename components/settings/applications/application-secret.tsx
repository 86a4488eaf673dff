import { ShownOnce } from '@/components/settings/shown-once';
import { Notice } from '@/components/ui/notice';
import type { ApplicationView } from '@/lib/applications/schema';

/** What an application is set up with. */
export function ApplicationSecret({
  application,
  secret,
}: {
  application: ApplicationView;
  secret: string | undefined;
}) {
  const isOAuth1 = application.kind === 'oauth1';
  return (
    <div className="grid gap-3">
      <ShownOnce label={isOAuth1 ? 'Consumer key' : 'Client id'} value={application.clientId} />
      {secret === undefined ? (
        <Notice kind="quiet">A public client has no secret: its client id is all that it needs.</Notice>
      ) : (
        <>
          <ShownOnce label={isOAuth1 ? 'Consumer secret' : 'Client secret'} value={secret} />
          <Notice kind="warning">The secret is shown only now. If it is lost, make a new one.</Notice>
        </>
      )}
    </div>
  );
}
