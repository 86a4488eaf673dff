import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EditDispatcherScreen } from '@/components/dispatchers/edit-dispatcher-screen';
import { listDispatchers } from '@/lib/dispatchers/list';
import { isObjectId } from '@/lib/format/id';
import { readForDocument } from '../../read-for-document';

export const metadata: Metadata = { title: 'Dispatcher' };

export default async function DispatcherPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isObjectId(id)) notFound();
  const found = await readForDocument((principal) => listDispatchers(principal, `eq(id,${id})&limit(1)`));
  return <EditDispatcherScreen id={id} read={found?.data[0]} />;
}
