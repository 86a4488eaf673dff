import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EditDispatcherScreen } from '@/components/dispatchers/edit-dispatcher-screen';
import { isObjectId } from '@/lib/format/id';

export const metadata: Metadata = { title: 'Dispatcher' };

export default async function DispatcherPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  return <EditDispatcherScreen id={id} />;
}
