'use client';

import { Play, Split } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { toApiCurl, toSdkCall } from '@/components/data/api-call';
import { CopyAsMenu } from '@/components/data/copy-as-menu';
import { toSignedCurl } from '@/components/data/curl';
import { OWN_SOURCES } from '@/components/data/sources';
import { useCan } from '@/components/session/permissions';
import { Button } from '@/components/ui/button';
import type { EventDetail, EventSummary } from '@/lib/console/schema';

const ReplayDialog = dynamic(() => import('@/components/events/replay-dialog').then((module) => module.ReplayDialog));

/** What can be done with an event. */
export function EventActs({ detail }: { detail: EventDetail }) {
  const { event } = detail;
  const [replaying, setReplaying] = useState(false);
  const canCreate = useCan('CREATE_DISPATCHERS');
  return (
    <>
      <CopyEventMenu event={event} />
      <AllowedButton permission="REPLAY_EVENTS" onClick={() => setReplaying(true)}>
        <Play aria-hidden /> Replay
      </AllowedButton>
      {canCreate && (
        <Button asChild variant="primary">
          <Link href={`/dispatchers/new?fromEvent=${event.id}`}>
            <Split aria-hidden /> Create a dispatcher from this event
          </Link>
        </Button>
      )}
      {replaying && <ReplayDialog detail={detail} onClose={() => setReplaying(false)} />}
    </>
  );
}

/** The call that reports the same event once more. */
function CopyEventMenu({ event }: { event: EventSummary }) {
  const { type, content } = event;
  const source = OWN_SOURCES.some((name) => name === event.source) ? 'default' : event.source;
  const { origin } = typeof window === 'undefined' ? { origin: '' } : window.location;
  return (
    <CopyAsMenu
      entries={[
        {
          label: 'curl',
          text: () => toApiCurl({ method: 'POST', path: '/events/v1/', body: { type, content } }, origin),
        },
        { label: 'curl, signed for the webhook', text: () => toSignedCurl({ origin, source, type, content }) },
        {
          label: 'SDK call',
          text: () => toSdkCall(`exh.events.create(${JSON.stringify({ type, content }, null, 2)})`, origin),
        },
      ]}
    />
  );
}
