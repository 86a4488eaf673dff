'use client';

import { Ban, CircleCheck, CircleSlash, Pencil, RotateCw, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CopyableId } from '@/components/data/copy-button';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, Row, Table } from '@/components/data/table';
import { useCan } from '@/components/session/permissions';
import type { ApplicationAct } from '@/components/settings/applications/application-act-dialog';
import { useUpdateApplication } from '@/components/settings/applications/queries';
import { RowMenu } from '@/components/settings/row-menu';
import { Badge } from '@/components/ui/badge';
import { MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import type { ApplicationView } from '@/lib/applications/schema';

const ApplicationActDialog = dynamic(() =>
  import('@/components/settings/applications/application-act-dialog').then((module) => module.ApplicationActDialog),
);

export function ApplicationTable({ applications }: { applications: readonly ApplicationView[] }) {
  const canManage = useCan('MANAGE_TOKENS');
  const [act, setAct] = useState<{ act: ApplicationAct; application: ApplicationView }>();
  return (
    <>
      <Table label="Applications">
        <thead>
          <tr>
            <HeadCell className="w-full">Application</HeadCell>
            <HeadCell className="max-md:hidden">Client id</HeadCell>
            <HeadCell className="max-xl:hidden">Secret</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell className="text-right max-sm:hidden lg:max-xl:hidden">Last used</HeadCell>
            {canManage && (
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            )}
          </tr>
        </thead>
        <tbody>
          {applications.map((application) => (
            <Row key={application.id}>
              <Cell className="min-w-40 max-w-0">
                <p className="truncate font-medium">{application.name}</p>
                <p className="text-muted text-xs">{kindWords(application)}</p>
              </Cell>
              <Cell className="min-w-56 max-md:hidden">
                <CopyableId
                  id={application.clientId}
                  what={application.kind === 'oauth1' ? 'consumer key' : 'client id'}
                />
              </Cell>
              <Cell className="max-xl:hidden">
                <SecretEnd application={application} />
              </Cell>
              <Cell>
                <ApplicationState enabled={application.enabled} />
              </Cell>
              <Cell className="text-right text-muted max-sm:hidden lg:max-xl:hidden">
                {application.lastUsedAt === undefined ? <Dash /> : <RelativeTime timestamp={application.lastUsedAt} />}
              </Cell>
              {canManage && (
                <Cell className="text-right">
                  <ApplicationMenu application={application} onAct={(next) => setAct({ act: next, application })} />
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
      {act && <ApplicationActDialog act={act.act} application={act.application} onClose={() => setAct(undefined)} />}
    </>
  );
}

function kindWords({ kind, confidential }: ApplicationView): string {
  if (kind === 'oauth1') return 'OAuth1 consumer';
  return confidential ? 'OAuth2 client' : 'OAuth2 client, public';
}

function SecretEnd({ application: { confidential, secretLastFour } }: { application: ApplicationView }) {
  if (!confidential) return <Dash />;
  return <span className="font-mono text-muted text-xs">…{secretLastFour ?? '••••'}</span>;
}

function ApplicationState({ enabled }: { enabled: boolean }) {
  if (!enabled) {
    return (
      <Badge>
        <CircleSlash aria-hidden /> Disabled
      </Badge>
    );
  }
  return (
    <Badge tone="success">
      <CircleCheck aria-hidden /> Enabled
    </Badge>
  );
}

interface ApplicationMenuProps {
  application: ApplicationView;
  onAct: (act: ApplicationAct) => void;
}

function ApplicationMenu({ application, onAct }: ApplicationMenuProps) {
  const update = useUpdateApplication(application.id);
  const enable = () =>
    update.mutate(
      { enabled: true },
      { onSuccess: () => toast.success('Application enabled'), onError: (error) => toast.error(error.message) },
    );
  return (
    <RowMenu name={application.name}>
      <MenuItem onSelect={() => onAct('rename')}>
        <Pencil aria-hidden /> Rename
      </MenuItem>
      <MenuItem disabled={!application.confidential} onSelect={() => onAct('rotate')}>
        <RotateCw aria-hidden /> New secret
      </MenuItem>
      <MenuSeparator />
      {application.enabled ? (
        <MenuItem onSelect={() => onAct('disable')}>
          <Ban aria-hidden /> Disable
        </MenuItem>
      ) : (
        <MenuItem onSelect={enable}>
          <CircleCheck aria-hidden /> Enable
        </MenuItem>
      )}
      <MenuItem danger onSelect={() => onAct('delete')}>
        <Trash2 aria-hidden /> Delete
      </MenuItem>
    </RowMenu>
  );
}
