import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EventScreen } from '@/components/events/event-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Event' };

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <EventScreen id={id} />;
}
