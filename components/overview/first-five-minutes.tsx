'use client';

import { Mail, Play, SquareTerminal, Zap } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useInstallExample } from '@/components/overview/queries';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

const STEPS = [
  { Icon: Zap, title: 'An event comes in', text: 'Some service reports that a user was deleted.' },
  { Icon: SquareTerminal, title: 'A task runs', text: 'A function erases what is left of that user.' },
  { Icon: Mail, title: 'A mail goes out', text: 'The user gets a confirmation, in their own language.' },
] as const;

/** What an empty console shows first: one click to something that works. */
export function FirstFiveMinutes() {
  const router = useRouter();
  const install = useInstallExample(({ eventId }) => router.push(`/events/${eventId}`));
  return (
    <Card aria-labelledby="first-steps" className="p-6 md:p-8">
      <h2 id="first-steps" className="font-semibold text-lg">
        See it work first
      </h2>
      <p className="mt-1 max-w-2xl text-muted">
        An event is something that happened. A dispatcher says what must follow: mails that go out, tasks that run. The
        example sets one up, sends it an event, and shows you what came of it.
      </p>
      <ol className="mt-5 grid gap-3 md:grid-cols-3">
        {STEPS.map(({ Icon, title, text }) => (
          <li key={title} className="flex gap-3 rounded-lg border bg-sunken p-4">
            <span className="grid size-8 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-text">
              <Icon aria-hidden className="size-4" />
            </span>
            <div>
              <p className="font-medium">{title}</p>
              <p className="text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      {install.isError && (
        <Notice kind="danger" role="alert" className="mt-4">
          {install.error.message}
        </Notice>
      )}
      <div className="mt-5 flex flex-wrap gap-2">
        <Button variant="primary" size="lg" busy={install.isPending} onClick={() => install.mutate()}>
          <Play aria-hidden /> Install the example
        </Button>
        <Button asChild size="lg">
          <Link href="/dispatchers/new">Begin with my own dispatcher</Link>
        </Button>
      </div>
    </Card>
  );
}
