'use client';

import { CircleCheck, CircleSlash, Clock } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, Row, Table } from '@/components/data/table';
import { permissionWords } from '@/components/settings/permission-groups';
import { useRevokeToken } from '@/components/settings/tokens/queries';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import type { ApiTokenView } from '@/lib/auth/schema';

const ActDialog = dynamic(() => import('@/components/settings/act-dialog').then((module) => module.ActDialog));

export function TokenTable({ tokens }: { tokens: readonly ApiTokenView[] }) {
  const [revoking, setRevoking] = useState<ApiTokenView>();
  return (
    <>
      <Table label="API tokens">
        <thead>
          <tr>
            <HeadCell className="w-full">Token</HeadCell>
            <HeadCell className="max-md:hidden">May</HeadCell>
            <HeadCell className="max-sm:hidden">State</HeadCell>
            <HeadCell className="text-right max-xl:hidden">Last used</HeadCell>
            <HeadCell className="text-right max-xl:hidden">Created</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <Row key={token.id}>
              <Cell className="min-w-28 max-w-0">
                <p className="truncate font-medium">{token.name}</p>
                <p className="truncate text-muted text-xs">
                  <span className="font-mono">…{token.lastFour}</span>
                  {token.user && ` · ${token.own ? 'yours' : token.user.email}`}
                </p>
                <p className="mt-1 sm:hidden">
                  <TokenState token={token} />
                </p>
              </Cell>
              <Cell className="max-md:hidden">
                <Permissions permissions={token.permissions} />
              </Cell>
              <Cell className="max-sm:hidden">
                <TokenState token={token} />
              </Cell>
              <Cell className="text-right text-muted max-xl:hidden">
                {token.lastUsedAt === undefined ? <Dash /> : <RelativeTime timestamp={token.lastUsedAt} />}
              </Cell>
              <Cell className="text-right text-muted max-xl:hidden">
                <RelativeTime timestamp={token.creationTimestamp} />
              </Cell>
              <Cell className="text-right">
                <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
                  Revoke
                </Button>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

/** One permission in words, several as a count; all of them on hover and focus. */
function Permissions({ permissions }: { permissions: ApiTokenView['permissions'] }) {
  if (!permissions) return 'All that its user may';
  const [first = ''] = permissions;
  if (permissions.length === 1) return <span className="block max-w-48 truncate">{permissionWords(first)}</span>;
  return (
    <Tooltip
      content={
        <ul>
          {permissions.map((permission) => (
            <li key={permission}>{permissionWords(permission)}</li>
          ))}
        </ul>
      }
    >
      <button type="button" className="cursor-default whitespace-nowrap rounded-sm">
        {permissions.length} permissions
      </button>
    </Tooltip>
  );
}

function TokenState({ token: { expiresAt, user } }: { token: ApiTokenView }) {
  if (user && !user.enabled) {
    return (
      <Badge>
        <CircleSlash aria-hidden /> User disabled
      </Badge>
    );
  }
  if (expiresAt === undefined) {
    return (
      <Badge tone="success">
        <CircleCheck aria-hidden /> No expiry
      </Badge>
    );
  }
  if (expiresAt <= Date.now()) {
    return (
      <Badge tone="warning">
        <Clock aria-hidden /> Expired
      </Badge>
    );
  }
  return (
    <Badge tone="success">
      <CircleCheck aria-hidden /> Ends <RelativeTime timestamp={expiresAt} />
    </Badge>
  );
}

function RevokeToken({ token, onClose }: { token: ApiTokenView; onClose: () => void }) {
  return (
    <ActDialog
      act={useRevokeToken(token.id)}
      title={`Revoke “${token.name}”?`}
      description="The next request with it is refused: the service that uses it stops working until it has another one. This cannot be undone."
      confirmLabel="Revoke token"
      done="Token revoked"
      onClose={onClose}
    />
  );
}
