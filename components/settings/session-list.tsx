'use client';

import { MonitorSmartphone } from 'lucide-react';
import { RelativeTime } from '@/components/data/relative-time';
import { describeUserAgent } from '@/components/settings/user-agent';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { SessionView } from '@/lib/users/schema';

interface SessionListProps {
  sessions: readonly SessionView[];
  /** The session that is being ended. */
  ending: string | undefined;
  onEnd: (id: string) => void;
}

/** Open sessions: with what browser, from where, since when; each can be ended. */
export function SessionList({ sessions, ending, onEnd }: SessionListProps) {
  if (sessions.length === 0) return <p className="py-3 text-muted">No open session.</p>;
  return (
    <ul aria-label="Sessions" className="divide-y">
      {sessions.map((session) => {
        const browser = describeUserAgent(session.userAgent);
        return (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
            <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-faint" />
            <div className="min-w-0 flex-1 basis-48">
              <p className="flex items-center gap-2 font-medium">
                {browser}
                {session.current && <Badge tone="accent">This one</Badge>}
              </p>
              <p className="wrap-anywhere text-muted text-xs">
                {session.address ?? 'unknown address'} · signed in{' '}
                <RelativeTime timestamp={session.creationTimestamp} /> · last used{' '}
                <RelativeTime timestamp={session.lastUsedAt} />
              </p>
            </div>
            {!session.current && (
              <Button
                size="sm"
                busy={ending === session.id}
                aria-label={`End session of ${browser}`}
                onClick={() => onEnd(session.id)}
              >
                End session
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
