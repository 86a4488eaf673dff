import type { Metadata } from 'next';
import { NewDispatcherScreen } from '@/components/dispatchers/new-dispatcher-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'New dispatcher' };

type Query = { eventType?: string | string[]; fromEvent?: string | string[]; copy?: string | string[] };

export default async function NewDispatcherPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { eventType, fromEvent, copy } = await searchParams;
  return (
    <NewDispatcherScreen
      eventType={typeof eventType === 'string' ? eventType : undefined}
      fromEvent={typeof fromEvent === 'string' && isObjectId(fromEvent) ? fromEvent : undefined}
      copyOf={typeof copy === 'string' && isObjectId(copy) ? copy : undefined}
    />
  );
}
